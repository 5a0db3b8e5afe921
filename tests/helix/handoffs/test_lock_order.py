"""Who changes the same things at once holds them in one order: nobody ends in a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tests.crowd import several_writers
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import following, operations
from twintrack.helix.handoffs.models import Handoff, Proposal
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations import Said

pytestmark = [
    pytest.mark.usefixtures("emptied_ledger"),
    pytest.mark.django_db(transaction=True),
    several_writers,
]
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
FIRST = "换卷时张力波动导致断带"
OTHER = "触摸屏在低温下没有反应"
LIKE_FIRST = "换卷的时候张力总有波动，薄膜就断了"


class Somebody:
    """Does something at once with the test, in a connection of its own."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.failure: BaseException | None = None
        self._pid = 0
        self._known = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(act,))
        self._thread.start()

    def _run(self, act: Callable[[], object]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._pid = cursor.fetchone()[0]
            self._known.set()
            act()
        except BaseException as failure:  # noqa: BLE001  (told in the test's own thread)
            self.failure = failure
        finally:
            connection.close()

    def until_waiting(self) -> None:
        """Come back when it waits for what somebody else holds."""
        assert self._known.wait(10)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [self._pid])
                if cursor.fetchone():
                    return
        pytest.fail("It waits for nothing.")

    def until_done(self) -> None:
        """Come back when it has ended."""
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER)


@pytest.fixture
def product() -> Product:
    return make_product()


def say(product: Product, verbatim: str, by: User) -> Feedback:
    said = Said(customer=make_customer(), product=product, verbatim=verbatim)
    feedback = feedback_operations.record(said=said, by=by, at=AT)
    drain()
    return feedback


def stands_behind(feedback: Feedback) -> Requirement:
    return Handoff.objects.select_related("requirement").get(feedback=feedback).requirement


def test_a_worker_that_has_written_holds_up_nobody(
    product: Product, lin: User, caplog: pytest.LogCaptureFixture
) -> None:
    told = [say(product, FIRST, lin), say(product, OTHER, lin)]
    requirement = stands_behind(told[1])
    feedback_operations.withdraw_all(feedback=told, by=lin, at=AT)

    with transaction.atomic():
        Requirement.objects.select_for_update().get(pk=requirement.pk)
        worker = Somebody(drain)
        worker.until_waiting()
        backlog.prioritise(
            requirement=requirement, before=requirement.priority, priority=1, by=lin, at=AT
        )
    worker.until_done()

    assert worker.failure is None
    assert "deadlock" not in caplog.text
    requirement.refresh_from_db()
    assert (requirement.priority, requirement.customers_count) == (1, 0)


def test_two_who_decide_on_the_same_feedback_do_so_one_after_the_other(
    product: Product, lin: User
) -> None:
    say(product, FIRST, lin)
    other = stands_behind(say(product, OTHER, lin))
    feedback = say(product, LIKE_FIRST, lin)
    proposal = Proposal.objects.get(feedback=feedback)

    with transaction.atomic():
        Feedback.objects.select_for_update().get(pk=feedback.pk)
        accepting = Somebody(lambda: operations.accept(proposal=proposal, by=lin, at=AT))
        accepting.until_waiting()
        operations.attach(feedback=feedback, requirement=other, by=lin, at=AT)
    accepting.until_done()

    assert isinstance(accepting.failure, operations.ProposalSettled)
    assert stands_behind(feedback) == other


def test_feedback_that_is_moved_while_its_requirement_is_merged_ends_in_one_place(
    product: Product, lin: User
) -> None:
    feedback = say(product, FIRST, lin)
    source, target = stands_behind(feedback), stands_behind(say(product, OTHER, lin))

    with transaction.atomic():
        Requirement.objects.select_for_update().get(pk=source.pk)
        merging = Somebody(
            lambda: following.follow_merge(source=source, target=target, by=lin, at=AT)
        )
        merging.until_waiting()
        operations.separate(handoff=_attached(feedback, target, lin), by=lin, at=AT)
    merging.until_done()

    assert merging.failure is None
    assert stands_behind(feedback) not in (source, target)


def _attached(feedback: Feedback, to: Requirement, by: User) -> Handoff:
    return operations.attach(feedback=feedback, requirement=to, by=by, at=AT)


def test_taking_back_and_attaching_at_once_leave_one_truth(product: Product, lin: User) -> None:
    target = stands_behind(say(product, OTHER, lin))
    praise = Said(customer=make_customer(), product=product, verbatim="Well done", kind="praise")
    feedback = feedback_operations.record(said=praise, by=lin, at=AT)
    handoff = operations.attach(feedback=feedback, requirement=target, by=lin, at=AT)
    elsewhere = stands_behind(say(product, FIRST, lin))

    with transaction.atomic():
        Feedback.objects.select_for_update().get(pk=feedback.pk)
        taking = Somebody(lambda: operations.take_back(handoff=handoff, by=lin, at=AT))
        taking.until_waiting()
        operations.attach(feedback=feedback, requirement=elsewhere, by=lin, at=AT)
    taking.until_done()

    assert taking.failure is None
    assert stands_behind(feedback) == target
