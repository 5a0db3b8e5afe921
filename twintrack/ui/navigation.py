"""The places of the side bar, the create menu, and the badges apps hang on them."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache as cache_forever
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Badge = Callable[[Any], int]
Gate = Callable[[Any], bool]
# What has been counted holds until something happens, and this long at most: days begin and
# end without anything happening.
KEPT_SECONDS = 60
_badges: dict[str, Badge] = {}
_always_counted: set[str] = set()
_gates: dict[str, Gate] = {}
_lives: dict[str, str] = {}


@dataclass(frozen=True)
class Place:
    """One entry: the first of its URL names that exists is where it leads."""

    label: str | Promise
    icon: str
    names: tuple[str, ...]
    # The keys after `g`, of which there may be two, or the key after `c` in the create menu.
    key: str = ""
    tone: str = ""
    # URL names of pages that are reached from here and lie under another place's address.
    beside: tuple[str, ...] = ()
    # Stands folded away behind "More" as long as one is elsewhere and nothing waits there.
    is_folded: bool = False


@dataclass(frozen=True)
class Track:
    """A strand of the side bar with its places."""

    code: str
    label: str | Promise
    hint: str | Promise
    places: tuple[Place, ...]


@dataclass
class Link:
    """A place as one person sees it on one page."""

    place: Place
    url: str
    is_here: bool = False
    badge: int = 0
    # Where a badge that changes while the page is open asks for its number.
    count_url: str = ""
    # What changes it.
    live: str = ""


@dataclass
class Strand:
    """A track as one person sees it on one page."""

    track: Track
    links: list[Link] = field(default_factory=list)

    @property
    def shown(self) -> list[Link]:
        """What stands there at all times, and what is here or waits."""
        return [link for link in self.links if not _is_folded(link)]

    @property
    def folded(self) -> list[Link]:
        return [link for link in self.links if _is_folded(link)]


TOP = (
    Place(_("Today"), "home", ("today",), "t"),
    Place(_("Inbox"), "inbox", ("inbox", "notification-list"), "i", "accent"),
)
TRACKS = (
    Track(
        "rd",
        _("R&D"),
        _("ideas → product"),
        (
            Place(_("Requirement pool"), "bulb", ("requirement-list",), "r"),
            Place(
                _("Requirement board"), "layout-kanban", ("requirement-board",), "b", is_folded=True
            ),
            Place(
                _("Requirement review"),
                "clipboard-check",
                ("review-list",),
                "v",
                beside=("meeting-list", "baseline-list", "trace-matrix"),
            ),
            Place(_("Work items"), "checkbox", ("work-item-list",), "w"),
            Place(_("Iterations"), "repeat", ("iteration-list",), "n"),
            Place(_("Releases"), "rocket", ("release-list",), "l"),
            Place(_("Quality"), "shield-check", ("quality",), "q"),
            Place(_("Process insight"), "chart-dots", ("insight",), "a"),
            Place(_("Repositories"), "git-branch", ("repository-list",), "e", is_folded=True),
            Place(
                _("Pull requests"),
                "git-pull-request",
                ("pull-request-list",),
                "x",
                "accent",
                is_folded=True,
            ),
            Place(_("Deployments"), "cloud-upload", ("deployment-list",), "", is_folded=True),
        ),
    ),
    Track(
        "helix",
        _("Helix"),
        _("R&D × sales"),
        (
            Place(_("Feedback"), "message-2", ("feedback-list", "feedback-inbox"), "f"),
            Place(_("Proposals"), "git-merge", ("proposal-list", "handoff-list"), "h"),
            Place(_("Communication plans"), "speakerphone", ("plan-list",), "p"),
            Place(_("Plan templates"), "template", ("plan-template-list",), ""),
        ),
    ),
    Track(
        "sales",
        _("Sales"),
        _("product → value"),
        (
            Place(_("Leads"), "user-search", ("lead-list",), "z", beside=("lead-web-forms",)),
            Place(_("Customers"), "building", ("customer-list",), "u"),
            Place(
                _("Pipeline"),
                "filter",
                ("opportunity-board", "opportunity-list"),
                "o",
                beside=("opportunity-list",),
            ),
            # What letters are left for begins with C, as customers do.
            Place(_("Visits"), "map-pin", ("visit-week",), "cv"),
            Place(
                _("Quotes"),
                "file-invoice",
                ("quote-list",),
                "g",
                "accent",
                beside=("catalogue", "price-book-list"),
            ),
            Place(_("Contracts"), "writing-sign", ("contract-list",), "cc"),
            Place(_("Deliveries"), "truck-delivery", ("delivery-list",), "cd"),
            Place(_("My hours"), "clock", ("hours-week",), "ch", is_folded=True),
            Place(
                _("Collections"),
                "cash",
                ("collection-list",),
                "cm",
                beside=("receipt-list", "statement-list"),
            ),
            Place(_("Complaints and SLA"), "clock", ("complaint-list",), "cs", "bad"),
            Place(_("Sales forecast"), "chart-line", ("sales-forecast",), "cf"),
            Place(
                _("Sales performance"),
                "trending-up",
                ("sales-performance", "sales-measures"),
                "cp",
                beside=("sales-measures",),
            ),
            Place(
                _("Import feedback"),
                "file-import",
                ("import-list", "feedback-import", "import-new"),
                "",
                beside=("held-list",),
            ),
        ),
    ),
    Track(
        "hub",
        _("Projects"),
        _("where the tracks meet"),
        (
            Place(_("Products"), "box", ("product-list",), "d"),
            Place(_("Project list"), "folders", ("project-list",), "j"),
            Place(_("Milestones"), "diamond", ("milestone-list",), "m"),
            Place(_("Risks"), "alert-triangle", ("risk-list",), "k"),
            Place(_("Calendar"), "calendar", ("calendar",), "y"),
        ),
    ),
)
FOOT = (
    Place(
        _("Settings"),
        "settings",
        ("settings", "settings-home", "settings-profile"),
        "s",
    ),
    Place(_("People and teams"), "users", ("people", "person-list", "settings-people"), ""),
    Place(_("Exchange rates"), "coins", ("rate-list",), ""),
    Place(_("API tokens"), "key", ("token-list", "settings-tokens"), ""),
    Place(_("Inbound addresses"), "plug", ("inbound-list",), ""),
    Place(_("Operations"), "activity-heartbeat", ("operations",), "", "bad"),
    Place(_("API reference"), "api", ("api-docs", "api-1:openapi-view"), ""),
    Place(_("Components"), "components", ("ui-components",), ""),
)
CREATE = (
    Place(_("Record feedback"), "message-plus", ("feedback-new", "feedback-create"), "f"),
    Place(_("New requirement"), "bulb", ("requirement-new", "requirement-create"), "r"),
    Place(_("New work item"), "checkbox", ("work-item-new",), "w"),
    Place(_("New lead"), "user-search", ("lead-new",), "l"),
    Place(_("New customer"), "building", ("customer-new", "customer-create"), "u"),
    Place(_("New opportunity"), "filter", ("opportunity-new", "opportunity-create"), "o"),
    Place(_("Plan a visit"), "map-pin", ("visit-new",), "v"),
    Place(_("New quote"), "file-invoice", ("quote-begin",), "q"),
    Place(_("Begin a delivery"), "truck-delivery", ("delivery-new",), "b"),
    Place(_("New project"), "folders", ("project-new", "project-create"), "j"),
    Place(_("New product"), "box", ("product-new", "product-create"), "d"),
)
# What colours the number of a place.
_TONES = {
    name: place.tone
    for place in (*TOP, *(each for track in TRACKS for each in track.places), *FOOT)
    for name in place.names
}


def register_badge(
    name: str, count: Badge, *, live: str = "notification.made", always: bool = False
) -> None:
    """
    Show a number beside the place with this URL name; called from an app's `ready`.

    On an open page it asks for itself when a change concerns `live`. A page that is opened
    counts anew when the ledger has grown; `always` where it changes without the ledger.
    """
    _badges[name] = count
    _lives[name] = live
    if always:
        _always_counted.add(name)


def count_badges(user: Any, *, position: str) -> dict[str, int]:
    """Count what waits for a person; at one position of the ledger most of it only once."""
    key = f"badges.{getattr(user, 'pk', None)}"
    seen_at, counted = cache.get(key) or ("", {})
    if not position or seen_at != position:
        asked = [name for name in _badges if name not in _always_counted and _is_open(name, user)]
        counted = {name: _badges[name](user) for name in asked}
        if position:
            cache.set(key, (position, counted), KEPT_SECONDS)
    fresh = [name for name in _always_counted if name in _badges and _is_open(name, user)]
    return counted | {name: _badges[name](user) for name in fresh}


def count_badge(name: str, user: Any) -> tuple[int, str]:
    """
    Count what waits for a person at one place, with the tone of its number.

    :raises KeyError: if the place has no number or is closed to the person.
    """
    if name not in _badges or not _is_open(name, user):
        raise KeyError(name)
    return _badges[name](user), _TONES.get(name, "")


def _is_open(name: str, user: Any) -> bool:
    return name not in _gates or _gates[name](user)


def register_gate(name: str, may_see: Gate) -> None:
    """Show the place with this URL name only to whom the app's rule lets in."""
    _gates[name] = may_see


def address_of(names: tuple[str, ...]) -> tuple[str, str] | None:
    """Find the first URL name that exists, with its address."""
    return _address_of(names, get_urlconf() or settings.ROOT_URLCONF)


@cache_forever
def _address_of(names: tuple[str, ...], _urlconf: Hashable) -> tuple[str, str] | None:
    for name in names:
        try:
            return name, reverse(name)
        except NoReverseMatch:
            continue
    return None


def _count_address(name: str, urlconf: Hashable) -> str:
    return _address_of_count(name, urlconf) if name in _badges else ""


@cache_forever
def _address_of_count(name: str, _urlconf: Hashable) -> str:
    try:
        return reverse("place-count", args=[name])
    except NoReverseMatch:
        return ""


def links_to(
    places: Iterable[Place], *, path: str, user: Any, badges: Mapping[str, int] | None = None
) -> list[Link]:
    """List the places that exist, marked with where the reader is and what waits there."""
    links = []
    for place in places:
        found = address_of(place.names)
        if found is None:
            continue
        name, url = found
        if not _is_open(name, user):
            continue
        count_url = _count_address(name, get_urlconf() or settings.ROOT_URLCONF)
        live = _lives.get(name, "")
        links.append(
            Link(place, url, badge=(badges or {}).get(name, 0), count_url=count_url, live=live)
        )
    nearest = max(links, key=lambda link: _nearness(link, path), default=None)
    if nearest and _nearness(nearest, path):
        nearest.is_here = True
    return links


def strands(*, path: str, user: Any, badges: Mapping[str, int] | None = None) -> list[Strand]:
    """List the tracks that have a place, for the side bar."""
    found = [
        Strand(track, links_to(track.places, path=path, user=user, badges=badges))
        for track in TRACKS
    ]
    every = [link for strand in found for link in strand.links]
    here = [link for link in every if link.is_here]
    nearest = max(here, key=lambda link: _nearness(link, path), default=None)
    for link in here:
        link.is_here = link is nearest
    return [strand for strand in found if strand.links]


def _is_folded(link: Link) -> bool:
    return link.place.is_folded and not link.is_here and not link.badge


def _nearness(link: Link, path: str) -> int:
    """Count the signs that a path begins as the place does; the longest address is the nearest."""
    # /feedback/import/ is under /feedback/ too.
    found = [address_of((name,)) for name in link.place.beside]
    urls = [link.url, *(each[1] for each in found if each)]
    return max(len(url) if path == url or _is_under(path, url) else 0 for url in urls)


def _is_under(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url)
