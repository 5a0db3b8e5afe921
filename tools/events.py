"""Writes docs/events.md: every event that the ledger may hold, with its fields."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/events.md"
HEAD = """# Events

What the ledger may hold. `GET /api/v1/events` gives it, `GET /api/v1/events/schemas` the JSON
schema of each kind. Written by `python tools/events.py`.

| kind | meaning | fields |
|---|---|---|
"""


def page() -> str:
    """Render the page from the event classes."""
    from django.apps import apps

    from twintrack.foundation.ledger.events import all_events

    for app in apps.get_app_configs():
        if app.name.startswith("twintrack.") and find_spec(f"{app.name}.events"):
            import_module(f"{app.name}.events")
    ours = {
        kind: event
        for kind, event in all_events().items()
        if event.__module__.startswith("twintrack.")
    }
    return HEAD + "".join(_row(kind, event) for kind, event in sorted(ours.items()))


def _row(kind: str, event: Any) -> str:
    schema = event.schema()
    fields = ", ".join(
        f"`{name}` {_type(each)}" for name, each in schema.get("properties", {}).items()
    )
    meaning = " ".join((event.__doc__ or "").split())
    return f"| `{kind}` | {meaning} | {fields} |\n"


def _type(shape: dict[str, Any]) -> str:
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_type(each) for each in shape["anyOf"]))
    if shape.get("type") == "array":
        return f"list of {_type(shape.get('items', {}))}"
    return str(shape.get("format") or shape.get("type") or "object")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twintrack.config.settings.development")
    import django

    django.setup()
    PAGE.write_text(page())
