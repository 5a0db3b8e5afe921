"""Find values in what another system sends, by paths such as `task.title | title`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

STEP = re.compile(r"[^.\[\]]+|\[\d+\]")
MOST_PATHS = 200
MOST_DEPTH = 8


def extract(body: Any, path: str) -> str:
    """Give what stands at the first of the paths that leads anywhere, as text; else nothing."""
    for way in path.split("|"):
        found = _follow(body, way.strip())
        if found is not None:
            return (
                found.strip() if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
            )
    return ""


def _follow(value: Any, way: str) -> Any:
    for step in STEP.findall(way):
        if step.startswith("["):
            index = int(step[1:-1])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return None
    return value


def extract_all(
    body: Any,
    *,
    paths: Mapping[str, str],
    defaults: Mapping[str, str],
    value_maps: Mapping[str, Mapping[str, str]],
) -> dict[str, str]:
    """Give a field each what its path leads to, in our words, or what holds otherwise."""
    values = dict(defaults)
    for code, path in paths.items():
        found = extract(body, path)
        if found:
            values[code] = value_maps.get(code, {}).get(found, found)
    return values


def list_paths(body: Any) -> list[tuple[str, str]]:
    """List every path that leads to a value in a sample, with the value."""
    found = []
    for path, value in _walk(body, "", 0):
        found.append((path, str(value)[:120]))
        if len(found) >= MOST_PATHS:
            break
    return found


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _walk(each, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(value, list):
        for index, each in enumerate(value[:3]):
            yield from _walk(each, f"{path}[{index}]", depth + 1)
    elif value is not None:
        yield path, value
