"""Read a delivery that was kept, and do what it says, in the worker."""

from __future__ import annotations

from datetime import datetime

from twintrack.connectors.addresses import plain
from twintrack.connectors.bodies import open_body
from twintrack.connectors.reading import Unreadable
from twintrack.connectors.records import (
    DeploymentRecord,
    Parcel,
    PipelineRecord,
    PullRequestRecord,
    PushRecord,
    Record,
    RepositoryRecord,
    ReviewRecord,
)
from twintrack.connectors.registry import HOSTS
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import (
    DeliveryOutcome,
    HookDelivery,
    PullRequest,
    Repository,
)
from twintrack.rnd.engineering.operations.deployments import keep_deployment
from twintrack.rnd.engineering.operations.knowing import People
from twintrack.rnd.engineering.operations.pulls import Kept, keep_pull_request, keep_review
from twintrack.rnd.engineering.operations.reading import ask_reading
from twintrack.rnd.engineering.operations.runs import keep_pipeline

UNREADABLE = "unreadable"


def take_in(
    *, delivery: HookDelivery, at: datetime, caused_by: Entry | None = None
) -> HookDelivery:
    """
    Do what a delivery says, and note what became of it; one that was handled changes nothing.

    What cannot be read is refused and stays in the log; it can be let in again.
    """
    if delivery.outcome != DeliveryOutcome.WAITING:
        return delivery
    host = HOSTS[delivery.hook.host]
    delivery.handled_at = at
    try:
        told = open_body(delivery.body.encode(), delivery.content_type)
        parcel = host.read(delivery.event, told)
        _take(delivery, parcel, at=at, caused_by=caused_by)
    except Unreadable as error:
        _refuse(delivery, UNREADABLE, str(error))
    except Refusal as refusal:
        _refuse(delivery, refusal.code, str(refusal))
    delivery.save()
    return delivery


def _refuse(delivery: HookDelivery, problem: str, detail: str) -> None:
    delivery.outcome = DeliveryOutcome.REFUSED
    delivery.problem, delivery.problem_detail = problem, detail[:200]


def _take(delivery: HookDelivery, parcel: Parcel, *, at: datetime, caused_by: Entry | None) -> None:
    if not parcel.is_known:
        delivery.outcome = DeliveryOutcome.IGNORED
        return
    own = delivery.hook.repository
    repositories = [own] if own else find_addressed(parcel.repository)
    if not repositories:
        # A hook for a whole organisation is greeted before it knows any repository.
        is_greeting = not parcel.records and not parcel.repository.addresses
        delivery.outcome = DeliveryOutcome.DONE if is_greeting else DeliveryOutcome.UNKNOWN
        delivery.problem_detail = "" if is_greeting else parcel.repository.name[:200]
        return
    # The log names the first of them.
    delivery.repository = repositories[0]
    for repository in repositories:
        taker = _Taker(repository, delivery.hook.host, delivery.hook.acts_as, at, caused_by)
        for told in parcel.records:
            kept = taker.take(told)
            delivery.changed += kept.is_change
            delivery.older += kept.is_older
            if isinstance(kept.row, PullRequest) and delivery.pull_request_id is None:
                delivery.pull_request = kept.row
    delivery.outcome = DeliveryOutcome.DONE


def find_addressed(told: RepositoryRecord) -> list[Repository]:
    """
    Find the repositories that are read from one of the addresses it has at its host.

    One that holds the code of several products is kept once for each.
    """
    wanted = {plain(each) for each in told.addresses} - {""}
    if not wanted:
        return []
    known = Repository.objects.order_by("pk")
    return [each for each in known if plain(each.source) in wanted]


class _Taker:
    """Does what the records of one delivery say."""

    def __init__(
        self,
        repository: Repository,
        host: str,
        by: User,
        at: datetime,
        caused_by: Entry | None,
    ) -> None:
        self.repository = repository
        self.host = host
        self.by, self.at, self.caused_by = by, at, caused_by
        self.people = People(host)

    def take(self, told: Record) -> Kept:
        if isinstance(told, PullRequestRecord):
            return self._take_pull(told)
        if isinstance(told, ReviewRecord):
            return self._take_review(told)
        if isinstance(told, PipelineRecord):
            return keep_pipeline(
                repository=self.repository,
                told=told,
                by=self.by,
                at=self.at,
                caused_by=self.caused_by,
            )
        if isinstance(told, DeploymentRecord):
            kept = keep_deployment(
                repository=self.repository,
                told=told,
                host=self.host,
                people=self.people,
                by=self.by,
                at=self.at,
                caused_by=self.caused_by,
            )
            return self._reading(kept)
        return self._reading(Kept(row=told, is_change=isinstance(told, PushRecord)))

    def _take_pull(self, told: PullRequestRecord) -> Kept:
        kept = keep_pull_request(
            repository=self.repository,
            told=told,
            host=self.host,
            people=self.people,
            by=self.by,
            at=self.at,
            caused_by=self.caused_by,
        )
        return self._reading(kept)

    def _take_review(self, told: ReviewRecord) -> Kept:
        try:
            return keep_review(
                repository=self.repository,
                told=told,
                host=self.host,
                people=self.people,
                by=self.by,
                at=self.at,
                caused_by=self.caused_by,
            )
        except NotThere:
            # A comment on a pull request of before the hook was there: the next event brings it.
            return Kept(row=None, is_change=False)

    def _reading(self, kept: Kept) -> Kept:
        """Let the history be read where something new may stand in it."""
        if kept.is_change:
            ask_reading(
                repository=self.repository, by=self.by, at=self.at, caused_by=self.caused_by
            )
        return kept
