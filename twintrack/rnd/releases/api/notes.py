"""What a release tells customers, and how it reaches them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Out
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.api.router import router
from twintrack.rnd.releases.api.shapes import ReleaseOut, ReleaseReasonBody
from twintrack.rnd.releases.models import Release, ReleaseNotes, RolloutStep


class NotesOut(Out):
    language: str
    body: str
    edited_at: datetime
    published_at: datetime | None


class NotesBody(Body):
    before: str = Field(default="", description="The notes you saw")
    body: str = Field(max_length=50_000)


class RolloutStepOut(Out):
    week: date
    percent: int


class RolloutBody(Body):
    start: date = Field(description="A day of the first week")
    percents: list[int] = Field(max_length=52, description="The share of each week, in percent")


@router.get(
    "/releases/{number}/notes", response=list[NotesOut], summary=_("Read the notes of a release")
)
def list_notes(request: ApiRequest, number: str) -> list[ReleaseNotes]:
    return list(queries.read_notes(queries.get_release(number, for_user=request.user)).values())


@router.post(
    "/releases/{number}/notes",
    response=list[NotesOut],
    summary=_("Make the notes of a release anew from its requirements"),
)
def draft_notes(request: ApiRequest, number: str) -> list[ReleaseNotes]:
    release = queries.get_release(number, for_user=request.user)
    return operations.draft_notes(release=release, by=request.user, at=timezone.now())


@router.post(
    "/releases/{number}/notes/{language}",
    response=NotesOut,
    summary=_("Write the notes of a release in one language"),
)
def write_notes(request: ApiRequest, number: str, language: str, body: NotesBody) -> ReleaseNotes:
    return operations.write_notes(
        release=queries.get_release(number, for_user=request.user),
        language=language,
        before=body.before,
        body=body.body,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/releases/{number}/rollout",
    response=list[RolloutStepOut],
    summary=_("Plan how a release reaches the installed base"),
)
def plan_rollout(request: ApiRequest, number: str, body: RolloutBody) -> list[RolloutStep]:
    return operations.plan_rollout(
        release=queries.get_release(number, for_user=request.user),
        rollout=operations.Rollout(start=body.start, percents=body.percents),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/releases/{number}/rollout/pause", response=ReleaseOut, summary=_("Hold a roll-out back")
)
def pause_rollout(request: ApiRequest, number: str, body: ReleaseReasonBody) -> Release:
    return operations.pause_rollout(
        release=queries.get_release(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/releases/{number}/rollout/resume",
    response=ReleaseOut,
    summary=_("Let a roll-out go on"),
)
def resume_rollout(request: ApiRequest, number: str) -> Release:
    release = queries.get_release(number, for_user=request.user)
    return operations.resume_rollout(release=release, by=request.user, at=timezone.now())
