"""Findings: made once with their evidence, told once, and settled by somebody."""

from __future__ import annotations

import pytest

from tests.factories.insight import LAST, NOW, make_commits, make_history, tell_of_commits
from tests.factories.people import make_user
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.rnd.backlog.models import Kind
from twintrack.rnd.insight import operations
from twintrack.rnd.insight.lifecycle import State
from twintrack.rnd.insight.models import Finding, Watch
from twintrack.rnd.insight.operations.finding import DismissalUnexplained, OwnerUnfit
from twintrack.rnd.insight.rounds import keep_up
from twintrack.rnd.insight.sentences import said

pytestmark = pytest.mark.django_db


def test_a_shift_is_found_in_its_module_and_told_to_the_owner_once() -> None:
    told = make_history()
    keep_up(NOW)
    drain()

    finding = Finding.objects.get(measure="commit_frequency")
    assert (finding.product, finding.module) == (told.product, told.module)
    assert (finding.side, finding.since.isoformat()) == (-1, "2026-10-26")
    assert finding.before == pytest.approx(4, abs=1)
    assert finding.after == pytest.approx(0.4)
    assert "Commit frequency of H3, current has fallen since 26 Oct" in said(finding)
    [notice] = Notification.objects.filter(subject_kind="finding")
    assert notice.recipient == told.product.owner

    # More of the same, and the same looked at again, is no news.
    make_commits(told, LAST, 1, module=told.module)
    tell_of_commits(told)
    keep_up(NOW)
    keep_up(NOW)
    drain()
    assert Finding.objects.filter(measure="commit_frequency").count() == 1
    assert Notification.objects.filter(subject_kind="finding").count() == 1


def test_a_measure_that_is_not_watched_finds_nothing() -> None:
    told = make_history()
    watch = {"product": told.product, "measure": "commit_frequency", "target": None}
    operations.set_measure(**watch, watch=Watch.OFF, by=told.lead, at=NOW)  # type: ignore[arg-type]
    operations.set_measure(**watch, watch=Watch.OFF, by=told.lead, at=NOW)  # type: ignore[arg-type]
    keep_up(NOW)

    assert not Finding.objects.exists()
    assert Entry.objects.filter(kind="measure.set").count() == 1
    with pytest.raises(operations.expecting.TargetOutOfRange):
        operations.set_measure(
            product=told.product,
            measure="pass_rate",
            target=101,
            watch=Watch.WORSE,
            by=told.lead,
            at=NOW,
        )
    with pytest.raises(NotAllowed):
        operations.set_measure(
            **watch,  # type: ignore[arg-type]
            watch=Watch.BOTH,
            by=make_user(Role.ENGINEER),
            at=NOW,
        )


def test_a_finding_is_set_aside_with_a_reason_comes_back_and_becomes_an_improvement() -> None:
    told = make_history()
    keep_up(NOW)
    finding = Finding.objects.get()
    act = {"finding": finding, "by": told.lead, "at": NOW}

    with pytest.raises(DismissalUnexplained):
        operations.move_finding(to=State.DISMISSED, reason=" ", **act)  # type: ignore[arg-type]
    operations.move_finding(to=State.DISMISSED, reason="A holiday", **act)  # type: ignore[arg-type]
    with pytest.raises(StateNotReachable):
        operations.improve(title="Repair it", **act)  # type: ignore[arg-type]
    operations.move_finding(to=State.OPEN, **act)  # type: ignore[arg-type]
    operations.move_finding(to=State.ACKNOWLEDGED, **act)  # type: ignore[arg-type]
    found = operations.improve(title="Repair it", **act)  # type: ignore[arg-type]

    assert found.requirement is not None
    assert (found.requirement.kind, found.requirement.title) == (Kind.TECHNICAL, "Repair it")
    kinds = Entry.objects.filter(subjects__kind="finding").values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == [
        "finding.made",
        *["finding.moved"] * 3,
        "finding.improved",
    ]
    with pytest.raises(NotAllowed):
        operations.move_finding(
            finding=finding, to=State.OPEN, by=make_user(Role.SALESPERSON), at=NOW
        )
    for blind in (make_user(Role.GUEST), make_user(Role.SALESPERSON)):
        with pytest.raises(OwnerUnfit):
            operations.assign_finding(finding=finding, to=blind, by=told.lead, at=NOW)
    other = make_user(Role.ENGINEER)
    assert operations.assign_finding(finding=finding, to=other, by=told.lead, at=NOW).owner == other
