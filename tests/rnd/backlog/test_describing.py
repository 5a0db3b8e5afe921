"""What a requirement says, and the list by which it counts as met."""

from datetime import UTC, datetime
from functools import partial

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, NotThere, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.events import RequirementClassified, RequirementDescribed
from twintrack.rnd.backlog.models import Criterion, Requirement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_description_is_rewritten_and_never_overwritten_unseen() -> None:
    requirement, zhou = make_requirement(description="one\ntwo"), make_user(Role.ENGINEER)

    operations.describe(
        requirement=requirement, before="one\r\ntwo", description="three", by=zhou, at=AT
    )

    requirement.refresh_from_db()
    assert requirement.description == "three"
    assert Entry.objects.get().event == RequirementDescribed(
        requirement_id=requirement.pk, number=requirement.number, came_from="one\ntwo", to="three"
    )
    with pytest.raises(StaleEdit) as refusal:
        operations.describe(
            requirement=requirement, before="one\ntwo", description="four", by=zhou, at=AT
        )
    assert (refusal.value.current, refusal.value.attempted) == ("three", "four")


def test_writing_the_same_tells_nobody() -> None:
    requirement, zhou = make_requirement(description="one"), make_user(Role.ENGINEER)

    operations.describe(requirement=requirement, before="stale", description="one ", by=zhou, at=AT)
    operations.classify(requirement=requirement, before="stale", kind="improvement", by=zhou, at=AT)

    assert not Entry.objects.exists()


def test_a_requirement_is_of_another_kind() -> None:
    requirement, zhou = make_requirement(), make_user(Role.ENGINEER)

    operations.classify(
        requirement=requirement, before="improvement", kind="compliance", by=zhou, at=AT
    )

    assert Entry.objects.get().event == RequirementClassified(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from="improvement",
        to="compliance",
    )
    with pytest.raises(StaleEdit):
        operations.classify(
            requirement=requirement, before="improvement", kind="technical", by=zhou, at=AT
        )
    with pytest.raises(operations.KindUnknown):
        operations.classify(
            requirement=requirement, before="compliance", kind="wish", by=zhou, at=AT
        )
    with pytest.raises(NotAllowed):
        operations.classify(
            requirement=requirement,
            before="compliance",
            kind="technical",
            by=make_user(Role.SALESPERSON),
            at=AT,
        )


def texts(requirement: Requirement) -> list[str]:
    rows = requirement.criteria.filter(removed_at=None).order_by("position", "pk")
    return [row.text for row in rows]


def test_criteria_are_added_reworded_moved_ticked_removed_and_restored() -> None:
    requirement, zhou = make_requirement(), make_user(Role.ENGINEER)
    one, two, three = (
        operations.add_criterion(requirement=requirement, text=text, by=zhou, at=AT)
        for text in ("one", " two ", "three")
    )

    operations.reword_criterion(criterion=two, before="two", to="second", by=zhou, at=AT)
    operations.move_criterion(criterion=three, steps=-9, by=zhou, at=AT)
    operations.move_criterion(criterion=three, steps=-1, by=zhou, at=AT)
    met = operations.tick_criterion(criterion=one, is_met=True, by=zhou, at=AT)
    assert texts(requirement) == ["three", "one", "second"]
    assert (met.met_by, met.met_at) == (zhou, AT)

    operations.tick_criterion(criterion=one, is_met=False, by=zhou, at=AT)
    operations.tick_criterion(criterion=one, is_met=False, by=zhou, at=AT)
    operations.remove_criterion(criterion=one, by=zhou, at=AT)
    assert texts(requirement) == ["three", "second"]
    operations.restore_criterion(criterion=one, by=zhou, at=AT)
    operations.restore_criterion(criterion=one, by=zhou, at=AT)

    assert texts(requirement) == ["three", "one", "second"]
    changes = [entry.payload["change"] for entry in Entry.objects.order_by("pk")]
    assert changes == [
        *("added",) * 3,
        "reworded",
        "moved",
        "met",
        "unmet",
        "removed",
        "restored",
    ]


def test_a_list_says_nothing_twice() -> None:
    requirement, zhou = make_requirement(), make_user(Role.ENGINEER)
    say = partial(operations.add_criterion, by=zhou, at=AT)
    one, two = (say(requirement=requirement, text=each) for each in ("Below 1 %", "No shake"))
    say(requirement=make_requirement(), text="No shake")
    operations.remove_criterion(criterion=one, by=zhou, at=AT)
    say(requirement=requirement, text="below  1 %.")
    operations.reword_criterion(criterion=two, before="No shake", to="No Shake.", by=zhou, at=AT)

    for refused in (
        partial(say, requirement=requirement, text="no shake"),
        partial(operations.restore_criterion, criterion=one, by=zhou, at=AT),
        partial(
            operations.reword_criterion,
            criterion=two,
            before="No Shake.",
            to="Below 1 %",
            by=zhou,
            at=AT,
        ),
    ):
        with pytest.raises(operations.CriterionRepeated):
            refused()
    assert texts(requirement) == ["No Shake.", "below 1 %."]


def test_what_happened_to_a_criterion_in_between_is_not_lost() -> None:
    requirement, zhou = make_requirement(), make_user(Role.ENGINEER)
    criterion = operations.add_criterion(requirement=requirement, text="one", by=zhou, at=AT)
    operations.reword_criterion(criterion=criterion, before="one", to="1", by=zhou, at=AT)
    operations.reword_criterion(criterion=criterion, before="one", to="1", by=zhou, at=AT)

    with pytest.raises(StaleEdit):
        operations.reword_criterion(criterion=criterion, before="one", to="uno", by=zhou, at=AT)
    operations.remove_criterion(criterion=criterion, by=zhou, at=AT)
    with pytest.raises(NotThere):
        operations.tick_criterion(criterion=criterion, is_met=True, by=zhou, at=AT)


@pytest.mark.parametrize("text", ["  ", "x" * 301])
def test_a_criterion_has_words_but_not_too_many(text: str) -> None:
    with pytest.raises(operations.CriterionUnfit):
        operations.add_criterion(
            requirement=make_requirement(), text=text, by=make_user(Role.ENGINEER), at=AT
        )
    with pytest.raises(NotAllowed):
        operations.add_criterion(
            requirement=make_requirement(), text="x", by=make_user(Role.CSM), at=AT
        )
    assert not Criterion.objects.exists()
