"""The side bar shows what exists, where one is, and what waits."""

from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.ui import navigation


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


addresses = ModuleType("addresses")
addresses.urlpatterns = [  # type: ignore[attr-defined]
    path("", answer, name="today"),
    path("feedback/", answer, name="feedback-list"),
    path("feedback/import/", answer, name="feedback-import"),
    path("feedback/held/", answer, name="held-list"),
    path("requirements/", answer, name="requirement-list"),
]


@pytest.fixture(autouse=True)
def few_addresses() -> Any:
    with override_settings(ROOT_URLCONF=addresses):
        yield


def shown(at: str) -> list[navigation.Link]:
    return [link for strand in navigation.strands(path=at, user=None) for link in strand.links]


def without_badges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_badges", {})
    monkeypatch.setattr(navigation, "_lives", {})
    monkeypatch.setattr(navigation, "_gates", {})


def test_places_without_an_address_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_badges(monkeypatch)

    assert {link.url for link in shown("/")} == {
        "/feedback/",
        "/feedback/import/",
        "/requirements/",
    }


def test_a_track_without_places_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    without_badges(monkeypatch)

    assert [strand.track.code for strand in navigation.strands(path="/", user=None)] == [
        "rd",
        "helix",
        "sales",
    ]


@pytest.mark.parametrize(
    ("at", "here"),
    [
        ("/feedback/7/", "/feedback/"),
        ("/feedback/import/", "/feedback/import/"),
        ("/feedback/held/3/", "/feedback/import/"),
        ("/x/", None),
    ],
)
def test_only_the_nearest_place_is_marked(
    at: str, here: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_badges(monkeypatch)

    marked = [link.url for link in shown(at) if link.is_here]

    assert marked == ([here] if here else [])


def test_today_is_marked_only_on_its_own_page(monkeypatch: pytest.MonkeyPatch) -> None:
    without_badges(monkeypatch)

    top = navigation.links_to(navigation.TOP, path="/feedback/", user=None)

    assert not any(link.is_here for link in top)


def test_a_badge_counts_for_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    without_badges(monkeypatch)
    navigation.register_badge("feedback-list", lambda user: 9)

    badges = navigation.count_badges("reader", position="")
    links = navigation.strands(path="/", user="reader", badges=badges)

    shown_beside = {link.url: link.badge for strand in links for link in strand.links}
    assert shown_beside["/feedback/"] == 9
    assert shown_beside["/requirements/"] == 0


def test_a_folded_place_comes_out_where_one_is_there_or_something_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_badges(monkeypatch)
    places = tuple(
        navigation.Place(name, "x", (name,), is_folded=name != "requirement-list")
        for name in ("requirement-list", "feedback-list", "feedback-import")
    )
    track = navigation.Track("rd", "R&D", "", places)
    monkeypatch.setattr(navigation, "TRACKS", (track,))

    def split(at: str, **badges: int) -> tuple[list[str], list[str]]:
        counted = {name.replace("_", "-"): count for name, count in badges.items()}
        strand = navigation.strands(path=at, user=None, badges=counted)[0]
        return [each.url for each in strand.shown], [each.url for each in strand.folded]

    pool, feedback, held = "/requirements/", "/feedback/", "/feedback/import/"
    assert split("/") == ([pool], [feedback, held])
    assert split("/feedback/7/") == ([pool, feedback], [held])
    assert split("/", feedback_import=2) == ([pool, held], [feedback])


def test_what_waits_is_counted_again_when_something_has_happened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_badges(monkeypatch)
    waiting = iter(range(1, 9))
    navigation.register_badge("feedback-list", lambda user: next(waiting))

    counted = [
        navigation.count_badges("reader", position=position)["feedback-list"]
        for position in ("4.1", "4.1", "5.1", "5.1", "5.2")
    ]

    assert counted == [1, 1, 2, 2, 3]


def test_what_changes_without_the_ledger_is_counted_on_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_badges(monkeypatch)
    monkeypatch.setattr(navigation, "_always_counted", set())
    waiting = iter(range(1, 9))
    navigation.register_badge("inbox", lambda user: next(waiting), always=True)

    for number in (1, 2):
        assert navigation.count_badges("reader", position="4.1")["inbox"] == number


def test_a_gated_place_is_hidden_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    without_badges(monkeypatch)
    navigation.register_gate("feedback-import", lambda user: user == "importer")

    assert "/feedback/import/" not in {link.url for link in shown("/")}
    seen = navigation.strands(path="/", user="importer")
    assert "/feedback/import/" in {link.url for strand in seen for link in strand.links}


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="twintrack.config.urls")
def test_every_number_beside_a_place_can_be_asked_for_alone(client: Client) -> None:
    admin = make_user(*Role)
    client.force_login(admin)
    links = [link for strand in navigation.strands(path="/", user=admin) for link in strand.links]
    numbered = [link for link in links if link.count_url]

    assert {link.url for link in numbered} == {
        "/pull-requests/",
        "/quality/",
        "/complaints/",
        "/quotes/",
        "/reviews/",
        "/risks/",
        "/feedback/",
        "/proposals/",
        "/plans/",
        "/feedback/import/",
    }
    for link in numbered:
        assert link.live not in {"", "notification.made"}
        assert client.get(link.count_url).content.strip() == b""
    assert client.get("/places/nowhere/count/").status_code == 404


def test_each_key_leads_to_one_place() -> None:
    places = [
        *navigation.TOP,
        *(place for track in navigation.TRACKS for place in track.places),
    ]
    keys = [place.key for place in places if place.key]

    assert len(keys) == len(set(keys))
    # Nor does the first letter of two lead away already.
    assert not {key[0] for key in keys if len(key) > 1} & set(keys)
