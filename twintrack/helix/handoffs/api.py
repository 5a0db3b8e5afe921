"""Handoffs in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, referring
from twintrack.helix.handoffs import operations, queries
from twintrack.helix.handoffs.models import Handoff, Way
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import get_feedback
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="handoffs", label=_("Handoffs between sales and R&D"))


class HandoffOut(Out):
    feedback: str = Field(alias="feedback.number")
    requirement: str = Field(alias="requirement.number")
    way: Annotated[str, OneOf(Way)]
    made_at: datetime


class BehindOut(Out):
    number: str
    customer: str = Field(alias="customer.number")
    title: str
    recorded_at: datetime


class AttachBody(Body):
    requirement: str = Field(description="The requirement's number")


@router.get(
    "/feedback/{number}/handoff",
    response=HandoffOut,
    summary=_("Read which requirement feedback stands behind"),
)
def get_handoff(request: ApiRequest, number: str) -> Handoff:
    handoff = queries.find_handoff(get_feedback(number, for_user=request.user))
    if handoff is None:
        raise NotThere
    return handoff


@router.post(
    "/feedback/{number}/handoff",
    response=HandoffOut,
    summary=_("Make a requirement of feedback"),
)
def hand_over(request: ApiRequest, number: str) -> Handoff:
    feedback = get_feedback(number, for_user=request.user)
    return operations.hand_over(feedback=feedback, by=request.user, at=timezone.now())


@router.post(
    "/feedback/{number}/attachment",
    response=HandoffOut,
    summary=_("Put feedback behind a requirement that exists"),
)
def attach_feedback(request: ApiRequest, number: str, body: AttachBody) -> Handoff:
    feedback = get_feedback(number, for_user=request.user)
    with referring("requirement"):
        requirement = get_requirement(body.requirement, for_user=request.user)
    return operations.attach(
        feedback=feedback, requirement=requirement, by=request.user, at=timezone.now()
    )


@router.get(
    "/requirements/{number}/feedback",
    response=Page[BehindOut],
    summary=_("List the feedback behind a requirement"),
)
def list_behind(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Feedback]:
    requirement = get_requirement(number, for_user=request.user)
    behind = queries.list_behind(requirement, for_user=request.user)
    return key_page(behind, order=("-pk",), after=after, size=limit)
