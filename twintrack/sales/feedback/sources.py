"""
What the systems are called that feedback comes from.

Feedback keeps the name its source began with, for with a number there it says which feedback is
meant. Apps that know the source by a newer name register how to find it.
"""

from collections.abc import Callable

Find = Callable[[str], str | None]
_NAMES: list[Find] = []


def register_names(find: Find) -> None:
    """Make known how a source is called today; called from an app's `ready`."""
    if find not in _NAMES:
        _NAMES.append(find)


def source_name(source: str) -> str:
    """Say what a source is called today, or what it was always called."""
    if not source:
        return ""
    return next((name for find in _NAMES if (name := find(source))), source)
