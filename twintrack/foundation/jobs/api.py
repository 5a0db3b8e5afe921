"""The operations page in the REST API; its endpoints need the scope `admin`."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, Out, Page
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.jobs import operations, queries
from twintrack.foundation.ledger.models import ParkedEntry
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="operations", label=_("Operations"), needs=Scope.ADMIN)


class SubscriberOut(Out):
    name: str
    state: str = Field(description="current, behind or retrying")
    position: int
    waiting: int
    late_seconds: float
    tries: int
    retry_at: datetime | None
    last_error: str
    parked: int

    @staticmethod
    def resolve_late_seconds(status: queries.SubscriberStatus) -> float:
        return status.late.total_seconds()


class WorkerOut(Out):
    host: str = Field(alias="worker.host")
    pid: int = Field(alias="worker.pid")
    started_at: datetime = Field(alias="worker.started_at")
    seen_at: datetime = Field(alias="worker.seen_at")
    is_silent: bool


class ScheduleOut(Out):
    id: int | None = Field(alias="schedule.pk", default=None)
    name: str = Field(alias="job.name")
    next_run_at: datetime | None = Field(alias="schedule.next_run_at", default=None)
    last_run_at: datetime | None = Field(alias="schedule.last_run_at", default=None)
    last_error: str = Field(alias="schedule.last_error", default="")


class OverviewOut(Out):
    verdict: str = Field(description="current, behind, retrying, parked or no_worker")
    entries: int
    waiting: int
    parked: int
    parked_since: datetime | None
    database: str = Field(alias="database.name")
    database_bytes: int = Field(alias="database.size")
    subscribers: list[SubscriberOut]
    workers: list[WorkerOut]
    schedules: list[ScheduleOut]


class ParkedOut(Out):
    id: int
    position: int = Field(alias="entry_id", description="The entry of the ledger")
    kind: str = Field(alias="entry.kind")
    subscriber: str
    error: str
    tries: int
    parked_at: datetime
    replayed_at: datetime | None
    dismissed_at: datetime | None


class ReplayedOut(Out):
    done: int
    failed: int


class DismissalBody(Body):
    reason: str = Field(min_length=1, max_length=500)


class SubscriberBody(Body):
    subscriber: str = Field(max_length=60)


class HurriedOut(Out):
    id: int
    name: str
    next_run_at: datetime


@router.get("/operations", response=OverviewOut, summary=_("Tell how the installation is doing"))
def overview(request: ApiRequest) -> queries.Overview:
    return queries.overview(for_user=request.user, at=timezone.now())


@router.get("/operations/parked", response=Page[ParkedOut], summary=_("List parked entries"))
def list_parked(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[ParkedEntry]:
    parked = queries.list_parked(for_user=request.user)
    return key_page(parked, order=("-pk",), after=after, size=limit)


@router.post(
    "/operations/parked/replays", response=ReplayedOut, summary=_("Replay all parked entries")
)
def replay_all(request: ApiRequest) -> dict[str, int]:
    done, failed = operations.replay_all(by=request.user, at=timezone.now())
    return {"done": done, "failed": failed}


@router.post(
    "/operations/parked/{int:pk}/replays", response=ParkedOut, summary=_("Replay a parked entry")
)
def replay(request: ApiRequest, pk: int) -> ParkedEntry:
    return operations.replay(parked_id=pk, by=request.user, at=timezone.now())


@router.post(
    "/operations/parked/{int:pk}/dismissal",
    response=ParkedOut,
    summary=_("Dismiss a parked entry"),
)
def dismiss(request: ApiRequest, pk: int, body: DismissalBody) -> ParkedEntry:
    return operations.dismiss(parked_id=pk, reason=body.reason, by=request.user, at=timezone.now())


@router.post(
    "/operations/retries", response=OverviewOut, summary=_("Let a subscriber try again now")
)
def retry(request: ApiRequest, body: SubscriberBody) -> queries.Overview:
    operations.retry(subscriber=body.subscriber, by=request.user, at=timezone.now())
    return queries.overview(for_user=request.user, at=timezone.now())


@router.post(
    "/operations/schedules/{int:pk}/runs",
    response=HurriedOut,
    summary=_("Run scheduled work now"),
)
def hurry(request: ApiRequest, pk: int) -> object:
    return operations.hurry(schedule_id=pk, by=request.user, at=timezone.now())
