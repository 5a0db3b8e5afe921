"""Notes: composed, merged with what was written by hand, judged by a gate, drawn safely."""

from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.releases import make_release
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Kind
from twintrack.rnd.backlog.operations import Decision
from twintrack.rnd.releases import operations
from twintrack.rnd.releases.markup import draw_notes
from twintrack.rnd.releases.notes import (
    CHINESE,
    ENGLISH,
    NoteLine,
    Section,
    compose,
    foreign_lines,
    merge,
)
from twintrack.rnd.releases.own_gates import judge_notes

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def lines(*titles: str, section: Section = Section.NEW) -> list[NoteLine]:
    return [NoteLine(section=section, title=title) for title in titles]


def test_notes_have_the_headings_of_their_language_and_only_those_needed() -> None:
    said = [
        NoteLine(section=Section.FIXED, title="Drift", words="No more\n drift."),
        *lines("Tuning"),
    ]
    assert (
        compose(said, ENGLISH)
        == "## New features\n- **Tuning**\n\n## Fixes\n- **Drift**: No more drift."
    )
    assert compose(said, CHINESE).startswith("## 新增功能\n")


BASE = compose([*lines("a", "b"), *lines("x", section=Section.FIXED)], ENGLISH)


@pytest.mark.parametrize(
    ("mine", "fresh", "text"),
    [
        # Nothing by hand: what is fresh.
        (BASE, lines("a", "c"), "## New features\n- **a**\n- **c**"),
        # A rewritten line stays, a new one stands behind it.
        (
            BASE.replace("- **b**", "- **b** at last"),
            [*lines("a", "b", "c"), *lines("x", section=Section.FIXED)],
            "## New features\n- **a**\n- **b** at last\n- **c**\n\n## Fixes\n- **x**",
        ),
        # What was taken out by hand does not come back, what was written stays where it stood.
        (
            "Dear customers,\n\n## New features\n- **b**\n\n## Fixes\n- **x**",
            [*lines("a", "b"), *lines("x", "y", section=Section.FIXED)],
            "Dear customers,\n\n## New features\n- **b**\n\n## Fixes\n- **x**\n- **y**",
        ),
        # What nobody touched goes with its requirement, what was touched stays.
        (
            BASE.replace("- **a**", "- **a**, much better"),
            lines("z"),
            "## New features\n- **z**\n- **a**, much better",
        ),
        # What belongs to another section now moves, as it was rewritten.
        (
            BASE.replace("- **x**", "- **x** for good"),
            [*lines("a", "b"), *lines("x", section=Section.LIMITS)],
            "## New features\n- **a**\n- **b**\n\n## Known limits\n- **x** for good",
        ),
        # A first section comes before the others.
        ("", [*lines("n"), *lines("x", section=Section.FIXED)], "## New features\n- **n**"),
    ],
)
def test_what_was_written_by_hand_stays(mine: str, fresh: list[NoteLine], text: str) -> None:
    merged = merge(BASE, mine, compose(fresh, ENGLISH))
    assert merged.text == text


def test_lines_in_the_other_language_are_found() -> None:
    english = "## 新增功能\n- **Tuning** by one key\n- **张力** better"
    assert foreign_lines(english, ENGLISH) == ["- **张力** better"]
    chinese = "## New features\n- **RS-485 OK**\n- **张力**\n- **One key tunes it**"
    assert foreign_lines(chinese, CHINESE) == ["- **One key tunes it**"]


def test_notes_are_drawn_without_anything_that_runs() -> None:
    drawn = draw_notes("# H\n\n- **b** <script>alert(1)</script>\n\n[x](javascript:alert(1))")
    assert "<h3>H</h3>" in drawn
    assert "<strong>b</strong>" in drawn
    assert "<script" not in drawn
    assert "href" not in drawn


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


@pytest.mark.django_db
def test_notes_are_made_of_requirements_and_kept_up_to_date(lead: User) -> None:
    release = make_release()
    plan = {"product": release.product, "release": release}
    tuning = make_requirement(title="一键整定", kind=Kind.NEW_FEATURE, **plan)
    yes = Decision(decision="accepted", reason="r", customer_wording="已采纳：按一下就好。")
    backlog.decide(requirement=tuning, decision=yes, by=lead, at=AT)
    make_requirement(title="Refactor", kind=Kind.TECHNICAL, **plan)
    assert judge_notes(release, lead, None).sentence == "Nothing is written yet."

    chinese, english = operations.draft_notes(release=release, by=lead, at=AT)
    assert chinese.body == "## 新增功能\n- **一键整定**：按一下就好。"
    operations.draft_notes(release=release, by=lead, at=AT)
    drafted = Entry.objects.filter(kind="release.notes_written")
    assert [each.payload["added"] for each in drafted] == [1]
    assert "1 line of the English notes" in judge_notes(release, lead, None).sentence

    def write(before: str, body: str, language: str = ENGLISH) -> None:
        operations.write_notes(
            release=release, language=language, before=before, body=body, by=lead, at=AT
        )

    with pytest.raises(StaleEdit):
        write("something else", "x")
    with pytest.raises(operations.LanguageUnknown):
        write("", "x", "fr")
    with pytest.raises(operations.NotesTooLong):
        write(english.body, "x" * 50_001)
    with pytest.raises(NotAllowed):
        operations.draft_notes(release=release, by=make_user(Role.SALESPERSON), at=AT)
    write(english.body, "## New\r\n- **One-touch tuning**\r\n")
    assert judge_notes(release, lead, None).sentence == "Chinese and English stand."


@pytest.mark.django_db
def test_what_came_since_is_asked_for_and_what_is_not_built_is_a_limit(lead: User) -> None:
    release = make_release()
    plan = {"product": release.product, "release": release}
    make_requirement(title="一键整定", kind=Kind.NEW_FEATURE, **plan)
    operations.draft_notes(release=release, by=lead, at=AT)
    operations.write_notes(
        release=release,
        language=ENGLISH,
        before="## New features\n- **一键整定**",
        body="## New features\n- **One-touch tuning**",
        by=lead,
        at=AT,
    )
    fix = make_requirement(
        title="漂移", kind=Kind.DEFECT_FIX, customers_count=1, state=State.IN_TESTING, **plan
    )
    assert "1 requirement came in" in judge_notes(release, lead, None).sentence
    _chinese, english = operations.draft_notes(release=release, by=lead, at=AT)
    assert english.body == "## New features\n- **One-touch tuning**\n\n## Fixes\n- **漂移**"
    fix.state = State.IN_DEVELOPMENT
    fix.save()
    release.frozen_at = AT
    release.save()
    chinese, english = operations.draft_notes(release=release, by=lead, at=AT)
    assert "## Known limits\n- **漂移**" in english.body
    assert "一键整定" not in chinese.body
