"""The API reference: what each endpoint takes and gives, read from the OpenAPI description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Shape = Mapping[str, Any]
EXAMPLES: dict[str, Any] = {
    "date": "2026-11-24",
    "date-time": "2026-11-24T09:30:00+08:00",
    "binary": "photo.jpg",
}
BY_TYPE: dict[str, Any] = {
    "integer": 1,
    "number": 1,
    "boolean": True,
    "array": [],
    "object": {},
    "string": "…",
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value that is sent or given: its name, its type, and what may stand there."""

    name: str
    kind: str
    is_required: bool
    choices: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One operation of the API."""

    anchor: str
    method: str
    path: str
    summary: str | Promise
    description: str
    parameters: tuple[Field, ...]
    headers: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    is_page: bool
    example: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The endpoints about one thing."""

    tag: str
    label: str
    endpoints: tuple[Endpoint, ...]


def groups_of(described: Shape, *, base_url: str) -> list[Group]:
    """List the endpoints of a description in the order of their groups' names."""
    found: dict[str, list[Endpoint]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            endpoint = _endpoint(method.upper(), path, operation, described, base_url)
            found.setdefault(operation["tags"][0], []).append(endpoint)
    labels = {tag["name"]: tag["description"] for tag in described["tags"]}
    return [
        Group(tag=tag, label=labels[tag], endpoints=tuple(found[tag]))
        for tag in sorted(found, key=lambda tag: labels[tag])
    ]


def _endpoint(
    method: str, path: str, operation: Shape, described: Shape, base_url: str
) -> Endpoint:
    body = _content(operation.get("requestBody", {}))
    answer = next(
        (_content(given) for code, given in operation["responses"].items() if code != "default"),
        {},
    )
    given = _resolved(answer, described)
    items = given.get("properties", {}).get("items", {}).get("items")
    return Endpoint(
        anchor=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=_parameters(operation, described, header=False),
        headers=_parameters(operation, described, header=True),
        body=tuple(_fields(_resolved(body, described), described)),
        answer=tuple(_fields(_resolved(items or given, described), described)),
        is_page=items is not None,
        example=_example(method, f"{base_url}{path}", operation, described),
    )


def _content(holder: Shape) -> Shape:
    """Give the shape of a body or an answer, whatever its media type."""
    return next((each["schema"] for each in holder.get("content", {}).values()), {})


def _resolved(shape: Shape, described: Shape) -> Shape:
    while "$ref" in shape or len(shape.get("allOf", ())) == 1:
        if "allOf" in shape:
            shape = shape["allOf"][0]
            continue
        shape = described["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    return shape


def _fields(shape: Shape, described: Shape) -> Iterator[Field]:
    required = shape.get("required", ())
    for name, each in shape.get("properties", {}).items():
        yield _field(name, each, described, is_required=name in required)


def _parameters(operation: Shape, described: Shape, *, header: bool) -> tuple[Field, ...]:
    return tuple(
        _parameter(each, described)
        for each in operation["parameters"]
        if (each["in"] == "header") == header
    )


def _parameter(parameter: Shape, described: Shape) -> Field:
    return _field(
        parameter["name"], parameter["schema"], described, is_required=parameter["required"]
    )


def _field(name: str, shape: Shape, described: Shape, *, is_required: bool) -> Field:
    return Field(
        name=name,
        kind=_kind(shape, described),
        is_required=is_required,
        choices=tuple(str(each) for each in _choices(shape, described)),
        note=shape.get("description", ""),
    )


def _kind(shape: Shape, described: Shape) -> str:
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(_kind(each, described) for each in shape["anyOf"]))
    shape = _resolved(shape, described)
    if shape.get("type") == "array":
        return f"[{_kind(shape.get('items', {}), described)}]"
    if "properties" in shape:
        return "{ " + ", ".join(shape["properties"]) + " }"
    return str(shape.get("format") or shape.get("type") or "any")


def _choices(shape: Shape, described: Shape) -> list[Any]:
    for each in shape.get("anyOf", (shape,)):
        found = _resolved(each, described)
        if "enum" in found:
            return list(found["enum"])
        if "const" in found:
            return [found["const"]]
    return []


def _example(method: str, url: str, operation: Shape, described: Shape) -> str:
    lines = [f"curl -X {method} {url}"]
    if "security" in operation:
        lines.append('  -H "Authorization: Bearer $TOKEN"')
    body = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in body:
        lines.append("  -F file=@photo.jpg")
    elif body:
        shape = _resolved(_content(operation["requestBody"]), described)
        sent = json.dumps(_sample(shape, described), ensure_ascii=False)
        lines += ['  -H "Content-Type: application/json"', f"  -d '{sent}'"]
    return " \\\n".join(lines)


def _sample(shape: Shape, described: Shape) -> Any:
    """Make up a value of a shape; of an object, what must be there, or else its first field."""
    if "anyOf" in shape:
        return _sample(shape["anyOf"][0], described)
    shape = _resolved(shape, described)
    if "enum" in shape:
        return shape["enum"][0]
    if "properties" in shape:
        fields = shape["properties"]
        wanted = shape.get("required") or list(fields)[:1]
        return {name: _sample(fields[name], described) for name in wanted}
    return EXAMPLES.get(shape.get("format", ""), BY_TYPE.get(str(shape.get("type")), "…"))
