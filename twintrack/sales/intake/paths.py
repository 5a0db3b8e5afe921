"""Find values in what another system sends, by paths such as `task.title | title`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twintrack.sales.intake.reading.text import UNKEPT

# A name, a place in a list, or a quoted name that holds dots, brackets or bars.
QUOTED = r'\["(?:[^"\\]|\\.)*"\]'
PLAIN = r"[^.\[\]|]+"
STEP = re.compile(rf"{QUOTED}|\[\d+\]|{PLAIN}")
WAY = re.compile(rf"(?:{QUOTED}|[^|])+")
WELL_FORMED = re.compile(rf"(?:{PLAIN}|\[\d+\]|{QUOTED})(?:\.{PLAIN}|\[\d+\]|{QUOTED})*")
MOST_PATHS = 200
MOST_DEPTH = 8
MOST_LETTERS = 400


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A value in a sample: the path to it, and the steps that it hangs below."""

    path: str
    steps: tuple[str, ...]
    value: Any

    @property
    def text(self) -> str:
        return clean(_written(self.value))


def clean(text: str) -> str:
    """Leave out what cannot be kept."""
    return UNKEPT.sub("", text).strip()


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def ways_of(path: str) -> list[str]:
    """Split a path into those that are tried one after the other."""
    return [way.strip() for way in WAY.findall(path)]


def is_path(path: str) -> bool:
    """Say whether a path, or each of several, can lead anywhere."""
    ways = ways_of(path)
    is_short = 0 < len(path) <= MOST_LETTERS
    return is_short and bool(ways) and all(WELL_FORMED.fullmatch(way) for way in ways)


def extract(body: Any, path: str) -> str:
    """Give what stands at the first of the paths that leads anywhere, as text; else nothing."""
    for way in ways_of(path):
        found = _follow(body, way)
        if found is not None:
            return clean(_written(found))
    return ""


def _follow(value: Any, way: str) -> Any:
    steps = STEP.findall(way)
    if not steps:
        return None
    for step in steps:
        if step.startswith("[") and not step.startswith('["'):
            index = int(step[1:-1])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(_name(step)) if isinstance(value, dict) else None
        if value is None:
            return None
    return value


def _name(step: str) -> str:
    if not step.startswith('["'):
        return step
    try:
        return str(json.loads(step[1:-1]))
    except ValueError:
        return step


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


def list_leaves(body: Any) -> list[Leaf]:
    """List the values of a sample with the paths that lead to them, as far as they are of use."""
    found = []
    for path, steps, value in _walk(body, "", ()):
        found.append(Leaf(path=path, steps=steps, value=value))
        if len(found) >= MOST_PATHS:
            break
    return found


def _walk(
    value: Any, path: str, steps: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    if len(steps) > MOST_DEPTH:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _walk(each, _beneath(path, name), (*steps, clean(name)))
    elif isinstance(value, list):
        for index, each in enumerate(value[:3]):
            yield from _walk(each, f"{path}[{index}]", (*steps, f"[{index}]"))
    elif value is not None:
        yield path, steps, value


def _beneath(path: str, name: str) -> str:
    if not re.fullmatch(PLAIN, name) or name != clean(name):
        return f"{path}[{json.dumps(name)}]"
    return f"{path}.{name}" if path else name
