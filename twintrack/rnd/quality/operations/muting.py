"""Let tests not count for a while, and say who looks after them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.quality.events import TestAssigned, TestMuted, TestUnmuted
from twintrack.rnd.quality.models import TestCase

LONGEST = timedelta(days=92)


class DayImpossible(Refusal):
    """The day to look again has passed, or lies so far off that nobody would."""

    message = _("Choose a day within the next three months to look again.")
    status = 422


class OwnerImpossible(Refusal):
    """Whoever would look after a test does not work with tests."""

    message = _("This person does not work with tests.")
    status = 422


@transaction.atomic
def mute_test(
    *,
    test: TestCase,
    until: date,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TestCase:
    """
    Let a test's failures not count from now on; on the day named it counts again by itself.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if there is no reason.
    :raises DayImpossible: if the day is not within the next three months.
    """
    check_may(by, Act.REPORT_BUILDS)
    reason = reason.strip()[:500]
    if not reason:
        raise ReasonMissing
    today = timezone.localtime(at).date()
    if not today < until <= today + LONGEST:
        raise DayImpossible
    test = TestCase.objects.select_for_update(no_key=True).get(pk=test.pk)
    if test.muted_until == until and test.mute_reason == reason:
        return test
    test.muted_until, test.mute_reason = until, reason
    test.muted_by, test.muted_at = by, test.muted_at or at
    test.save(update_fields=["muted_until", "mute_reason", "muted_by", "muted_at"])
    record(
        TestMuted(test_id=test.pk, name=test.name, until=until.isoformat(), reason=reason),
        about=test,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return test


@transaction.atomic
def unmute_test(
    *, test: TestCase, by: User, at: datetime, caused_by: Entry | None = None
) -> TestCase:
    """
    Let a muted test count again.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.REPORT_BUILDS)
    test = TestCase.objects.select_for_update(no_key=True).get(pk=test.pk)
    if test.muted_until is None:
        return test
    is_due = test.muted_until <= timezone.localtime(at).date()
    muted_by_id = test.muted_by_id
    test.muted_until = test.muted_at = test.muted_by = None
    test.mute_reason = ""
    test.save(update_fields=["muted_until", "mute_reason", "muted_by", "muted_at"])
    record(
        TestUnmuted(test_id=test.pk, name=test.name, is_due=is_due, muted_by_id=muted_by_id),
        about=test,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return test


@transaction.atomic
def assign_test(
    *,
    test: TestCase,
    before: int | None,
    owner: User | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TestCase:
    """
    Say who looks after a test; `before` is the id of whom the person saw there.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody said another in between.
    :raises OwnerImpossible: if that person does not work with tests.
    """
    check_may(by, Act.REPORT_BUILDS)
    test = TestCase.objects.select_for_update(no_key=True).get(pk=test.pk)
    wanted = owner.pk if owner else None
    if test.owner_id == wanted:
        return test
    if test.owner_id != before:
        raise StaleEdit(field="owner", current=test.owner, attempted=owner)
    if owner is not None and not may(owner, Act.SEE_TEST_LOGS):
        raise OwnerImpossible
    test.owner = owner
    test.save(update_fields=["owner"])
    name = owner.name if owner else ""
    record(
        TestAssigned(test_id=test.pk, name=test.name, owner_id=wanted, owner_name=name),
        about=test,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return test
