"""Places of the shell where apps above may put something of theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

# Gives what is shown there, or nothing.
Filler = Callable[[HttpRequest], SafeString]
_fillers: dict[str, list[Filler]] = {}


def register_slot(name: str, filler: Filler) -> None:
    """Fill a place of the shell, such as `banner` or `sign-in`; called from an app's `ready`."""
    _fillers.setdefault(name, []).append(filler)


def fill_slot(name: str, request: HttpRequest) -> SafeString:
    """Render what the apps put in a place."""
    found = (filler(request) for filler in _fillers.get(name, ()))
    return format_html_join("", "{}", ((each,) for each in found if each))
