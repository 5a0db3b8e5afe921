"""Handoffs in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page, referring
from twintrack.helix.handoffs import following, operations, queries
from twintrack.helix.handoffs.models import Handoff, Proposal, ProposalState, Thresholds, Way
from twintrack.helix.matching.models import Learning
from twintrack.helix.matching.queries import get_learning
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import get_feedback
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="handoffs", label=_("Handoffs between sales and R&D"))


class HandoffOut(Out):
    feedback: str = Field(alias="feedback.number")
    requirement: str = Field(alias="requirement.number")
    id: int
    product: str = Field(alias="product.code")
    way: Annotated[str, OneOf(Way)]
    similarity: float | None
    words: list[str]
    made_at: datetime


class ProposalOut(Out):
    id: int
    feedback: str = Field(alias="feedback.number")
    requirement: str = Field(alias="requirement.number")
    similarity: float
    words: list[str]
    state: Annotated[str, OneOf(ProposalState)]
    made_at: datetime
    decided_at: datetime | None


class ThresholdsOut(Out):
    attach: float = Field(description="Attached by itself from this similarity on")
    propose: float = Field(description="Proposed to a person from this similarity on")


class LearningOut(Out):
    learned_at: datetime
    decisions: int
    same: int = Field(description="Decisions that both were the same")
    area_before: float = Field(description="How often the right one stood first, of two")
    area_after: float
    error_before: float = Field(description="How far similarities were off on average")
    error_after: float


class ThresholdsBody(Body):
    before: ThresholdsOut = Field(description="What you saw")
    to: ThresholdsOut


class BehindOut(Out):
    number: str
    customer: str = Field(alias="customer.number")
    title: str
    recorded_at: datetime


class DistributionBody(Body):
    parts: dict[str, str] = Field(
        description="For each number of a piece of feedback, the number of its part"
    )


class DistributionOut(Out):
    moved: int


class AttachBody(Body):
    requirement: str = Field(description="The requirement's number")


@router.get(
    "/feedback/{number}/handoff",
    response=HandoffOut,
    summary=_("Read which requirement feedback belongs to"),
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


@router.get(
    "/feedback/{number}/handoffs",
    response=list[HandoffOut],
    summary=_("List which requirements feedback belongs to, one for each of its products"),
)
def list_handoffs(request: ApiRequest, number: str) -> list[Handoff]:
    feedback = get_feedback(number, for_user=request.user)
    made = queries.list_handoffs(feedback, for_user=request.user)
    return list(made.select_related("feedback"))


@router.delete(
    "/handoffs/{pk}/move",
    response={204: None},
    summary=_("Take back that feedback was attached or moved"),
)
def take_back(request: ApiRequest, pk: Key) -> None:
    handoff = queries.get_handoff(pk, for_user=request.user)
    operations.take_back(handoff=handoff, by=request.user, at=timezone.now())


@router.post(
    "/handoffs/{pk}/separation",
    response=HandoffOut,
    summary=_("Give feedback a requirement of its own"),
)
def separate(request: ApiRequest, pk: Key) -> Handoff:
    handoff = queries.get_handoff(pk, for_user=request.user)
    return operations.separate(handoff=handoff, by=request.user, at=timezone.now())


@router.get(
    "/proposals",
    response=Page[ProposalOut],
    summary=_("List where feedback may belong to a requirement that exists"),
)
def list_proposals(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Proposal]:
    rows = queries.list_proposals(for_user=request.user)
    return key_page(rows, order=("-similarity", "-pk"), after=after, size=limit)


@router.post(
    "/proposals/{pk}/acceptance",
    response=HandoffOut,
    summary=_("Put feedback behind the requirement that was proposed"),
)
def accept_proposal(request: ApiRequest, pk: Key) -> Handoff:
    proposal = queries.get_proposal(pk, for_user=request.user)
    return operations.accept(proposal=proposal, by=request.user, at=timezone.now())


@router.post(
    "/proposals/{pk}/dismissal",
    response=ProposalOut,
    summary=_("Say that feedback is not the same as a requirement that was proposed"),
)
def dismiss_proposal(request: ApiRequest, pk: Key) -> Proposal:
    proposal = queries.get_proposal(pk, for_user=request.user)
    return operations.dismiss(proposal=proposal, by=request.user, at=timezone.now())


@router.post(
    "/proposals/{pk}/keeping",
    response=list[ProposalOut],
    summary=_("Say that feedback is the same as none of the requirements proposed"),
)
def keep_as_own(request: ApiRequest, pk: Key) -> list[Proposal]:
    proposal = queries.get_proposal(pk, for_user=request.user)
    return operations.keep_as_own(proposal=proposal, by=request.user, at=timezone.now())


@router.delete(
    "/proposals/{pk}/dismissal",
    response=list[ProposalOut],
    summary=_("Let dismissed proposals wait for a decision again"),
)
def reopen_proposals(request: ApiRequest, pk: Key) -> list[Proposal]:
    """Take a dismissal back, together with those dismissed in the same moment."""
    proposal = queries.get_proposal(pk, for_user=request.user)
    together = list(queries.list_decided_with(proposal))
    return operations.reopen(proposals=together, by=request.user, at=timezone.now())


@router.get(
    "/matching/thresholds", response=ThresholdsOut, summary=_("Read how sure matching has to be")
)
def get_thresholds(request: ApiRequest) -> Thresholds:
    check_may(request.user, Act.USE)
    return queries.get_thresholds()


@router.post(
    "/matching/thresholds", response=ThresholdsOut, summary=_("Say how sure matching has to be")
)
def set_thresholds(request: ApiRequest, body: ThresholdsBody) -> Thresholds:
    return operations.set_thresholds(
        attach=body.to.attach,
        propose=body.to.propose,
        before=(body.before.attach, body.before.propose),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/matching/learning",
    response=LearningOut | None,
    summary=_("Read what matching learned from decisions"),
)
def read_learning(request: ApiRequest) -> Learning | None:
    check_may(request.user, Act.USE)
    return get_learning()


@router.post(
    "/requirements/{number}/distribution",
    response=DistributionOut,
    summary=_("Give feedback to the parts of a requirement"),
)
def distribute(request: ApiRequest, number: str, body: DistributionBody) -> dict[str, int]:
    by = request.user
    with referring("parts"):
        choices = {
            get_feedback(feedback, for_user=by).pk: get_requirement(part, for_user=by).pk
            for feedback, part in body.parts.items()
        }
    requirement = get_requirement(number, for_user=by)
    moved = following.distribute(requirement=requirement, choices=choices, by=by, at=timezone.now())
    return {"moved": moved}
