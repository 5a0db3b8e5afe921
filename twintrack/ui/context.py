"""What the shell needs on every page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from twintrack.ui import navigation

THEMES = {"light", "dark"}
_positions: list[Callable[[Any], str]] = []
_subtitles: list[Callable[[Any], str]] = []


def register_position(position: Callable[[Any], str]) -> None:
    """Say from where the live stream of a person's pages goes on; called when an app is ready."""
    _positions[:] = [position]


def register_subtitle(subtitle: Callable[[Any], str]) -> None:
    """Say what stands under a person's name in the side bar; called from an app's `ready`."""
    _subtitles[:] = [subtitle]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the language, the look and, when asked for, the side bar."""
    user = getattr(request, "user", None)
    is_english = (get_language() or "zh-hans").startswith("en")
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    return {
        "html_lang": "en" if is_english else "zh-Hans",
        "other_language": ("zh-hans", "中文") if is_english else ("en", "English"),
        "theme": theme if theme in THEMES else "auto",
        "density": getattr(user, "density", "") or "cosy",
        "nav_is_slim": request.COOKIES.get("nav") == "slim",
        # The tracks whose "More" was left open in this browser.
        "nav_unfolded": request.COOKIES.get("unfolded", "").split("."),
        "preferences_url": _address("preferences"),
        "organisation": settings.TWINTRACK["organisation"],
        # Lazy: regions rendered alone never count badges.
        "shell": SimpleLazyObject(lambda: _places(request.path, user)),
    }


def _places(path: str, user: Any) -> dict[str, Any]:
    if user is None or not user.is_authenticated:
        return {}
    position = _positions[0](user) if _positions else ""
    badges = navigation.count_badges(user, position=position)
    top = navigation.links_to(navigation.TOP, path=path, user=user, badges=badges)
    strands = navigation.strands(path=path, user=user, badges=badges)
    places = [*top, *(link for strand in strands for link in strand.links)]
    return {
        "subtitle": _subtitles[0](user) if _subtitles else "",
        "top": top,
        "strands": strands,
        "places": places,
        "foot": navigation.links_to(navigation.FOOT, path=path, user=user, badges=badges),
        "create": navigation.links_to(navigation.CREATE, path="", user=user),
        "tabs": _tabs(places),
        "live": _address("live"),
        "position": position,
        "palette": _address("palette"),
        "preferences": _address("preferences"),
        "sign_out": _address("account_logout"),
    }


def _tabs(places: list[navigation.Link]) -> list[navigation.Link]:
    """Choose the three places of the phone's bottom bar, beside create and menu."""
    wanted = ("today", "feedback-list", "feedback-inbox", "requirement-list", "inbox")
    chosen = [link for link in places if set(link.place.names) & set(wanted)]
    return sorted(chosen, key=lambda link: wanted.index(_first(link, wanted)))[:3]


def _first(link: navigation.Link, wanted: tuple[str, ...]) -> str:
    return next(name for name in wanted if name in link.place.names)


def _address(name: str) -> str:
    found = navigation.address_of((name,))
    return found[1] if found else ""
