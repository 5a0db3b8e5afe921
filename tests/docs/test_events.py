"""The list of events says what the code says."""

from pathlib import Path

from tools.events import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_list_of_events_is_current() -> None:
    assert (ROOT / "docs/events.md").read_text() == page(), "run python tools/events.py"
