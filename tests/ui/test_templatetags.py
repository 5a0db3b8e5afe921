"""The tags of the look."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from twintrack.ui.templatetags import ui


@dataclass
class Person:
    pk: int
    name: str


def test_icon_without_a_label_is_decoration() -> None:
    drawn = ui.icon("bulb", "s")

    assert 'aria-hidden="true"' in drawn
    assert "icons.svg#bulb" in drawn


def test_icon_with_a_label_is_spoken() -> None:
    assert 'role="img" aria-label="Idea"' in ui.icon("bulb", label="Idea")


@pytest.mark.parametrize(
    ("name", "short"),
    [("林晓彤", "彤"), ("Anna Berg", "AB"), ("anna", "A"), ("  ", "?")],
)
def test_initials_suit_chinese_and_latin_names(name: str, short: str) -> None:
    assert ui.initials(name) == short


def test_avatar_escapes_a_hostile_name() -> None:
    drawn = ui.avatar(Person(1, '"><script>x</script>'))

    assert "<script>" not in drawn


def test_avatar_of_no_one_says_so() -> None:
    with translation.override("en"):
        assert 'aria-label="No one"' in ui.avatar(None)


def test_pill_escapes_its_label() -> None:
    assert "&lt;b&gt;" in ui.pill("<b>", "ok", icon="check")


def test_a_state_no_one_has_drawn_still_shows_its_words() -> None:
    assert "Strange" in ui.status("strange", "Strange")
    assert "Strange" in ui.status_pill("strange", "Strange")


def test_dates_are_written_as_each_language_does() -> None:
    with translation.override("en"):
        assert ui.day(date(2026, 11, 24)) == "24 Nov 2026"
    with translation.override("zh-hans"):
        assert ui.day(date(2026, 11, 24)) == "2026-11-24"


def test_a_day_of_another_year_keeps_its_year() -> None:
    with translation.override("zh-hans"):
        assert ui.short_day(date(1999, 1, 2)) == "1999-01-02"
        assert ui.short_day(timezone.localdate()) == f"{timezone.localdate():%m-%d}"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1, seconds=5), "1 minute ago"),
        (timedelta(minutes=6, seconds=5), "6 minutes ago"),
        (timedelta(hours=3, seconds=5), "3 hours ago"),
        (timedelta(days=2, seconds=5), "2 days ago"),
    ],
)
def test_ago_says_how_long_it_was(span: timedelta, words: str) -> None:
    with translation.override("en"):
        assert words in ui.ago(timezone.now() - span)


def test_ago_falls_back_to_the_day_after_a_week() -> None:
    moment = timezone.now() - timedelta(days=9)

    assert ui.short_day(timezone.localtime(moment).date()) in ui.ago(moment)


@pytest.mark.parametrize(
    ("distance", "words"),
    [(0, "today"), (1, "in 1 day"), (3, "in 3 days"), (-2, "2 days late")],
)
def test_days_from_today_counts_both_ways(distance: int, words: str) -> None:
    with translation.override("en"):
        assert ui.days_from_today(timezone.localdate() + timedelta(days=distance)) == words


def test_nothing_is_written_for_a_missing_moment() -> None:
    assert [
        ui.ago(None),
        ui.day(None),
        ui.short_day(None),
        ui.days_from_today(None),
    ] == [""] * 4


def test_priority_is_said_in_words_too() -> None:
    with translation.override("en"):
        assert 'aria-label="Urgent"' in ui.priority(1)
    assert "—" in ui.priority(None)


def test_meter_stays_within_its_bar() -> None:
    assert "width:100%" in ui.meter(180)
    assert "width:0%" in ui.meter(-4)


def test_number_chip_leads_somewhere_when_it_can() -> None:
    assert 'href="/requirements/318/"' in ui.number_chip("REQ-318", "/requirements/318/")
    assert "<a" not in ui.number_chip("REQ-318")


def test_tags_work_inside_a_template() -> None:
    page = Template(
        "{% load ui %}{% kind_icon 'requirement' %}{% sparkline course hot=2 %}"
        "{% feedback_kind 'praise' 'Praise' %}{% severity 'blocker' 'Blocker' %}"
        "{{ 'customer'|kind_track }}"
    )

    drawn = page.render(Context({"course": [1, 4, 2, 8]}))

    assert drawn.count("s-hot") == 2
    assert drawn.endswith("sales")
