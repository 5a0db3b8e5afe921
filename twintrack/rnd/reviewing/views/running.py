"""A meeting that goes on: one requirement after the other, the same page for all who are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal, StaleEdit
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.lifecycle import DECISIONS, State
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.forms import (
    FollowUpForm,
    MeetingDecisionForm,
    MinutesForm,
    PresenceForm,
    VoteForm,
)
from twintrack.rnd.reviewing.models import Meeting
from twintrack.rnd.reviewing.views.answering import answered, leave_page
from twintrack.rnd.reviewing.views.page import Line, MeetingPage, Vote
from twintrack.ui.fields import key_of
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast, toast

PAGE = "reviewing/meeting_run.html"
REGIONS = ("course", "stage", "votes", "people", "follow-ups")


class RunPage(MeetingPage):
    """A meeting that goes on, with the requirement that the reader looks at."""

    def __init__(self, request: Request, meeting: Meeting, pk: int = 0, **shown: Any) -> None:
        super().__init__(request, meeting, **shown)
        self._pk = pk or key_of(request.GET.get("item", "")) or 0
        self._asked = request.GET

    @cached_property
    def line(self) -> Line | None:
        """What is looked at: asked for, or talked about at the moment, or else the first."""
        wanted = self._pk or self.meeting.current_id
        found = next((each for each in self.lines if each.item.pk == wanted), None)
        return found or (self.lines[0] if self.lines else None)

    @property
    def place(self) -> int:
        return self.lines.index(self.line) + 1 if self.line else 0

    @property
    def before(self) -> Line | None:
        return self.lines[self.place - 2] if self.place > 1 else None

    @property
    def after(self) -> Line | None:
        return self.lines[self.place] if self.place < len(self.lines) else None

    @property
    def my_vote(self) -> Vote | None:
        votes = self.line.votes if self.line else []
        return next((each for each in votes if each.person_id == self.user.pk), None)

    @property
    def may_vote(self) -> bool:
        """Say whether the reader is asked, and the requirement is still open."""
        if self.line is None or self.me is None or self.line.is_settled:
            return False
        return self.my_vote is not None

    @property
    def may_decide(self) -> bool:
        is_open = self.line is not None and self.line.requirement.is_reviewable
        return self.may_hold and is_open and not (self.line and self.line.item.is_decided)

    @property
    def decisions(self) -> list[State]:
        state = self.line.requirement.state if self.line else ""
        return [each for each in DECISIONS if each != state]

    @cached_property
    def decision_form(self) -> MeetingDecisionForm | None:
        if "decision_form" in self._shown:
            shown: MeetingDecisionForm = self._shown["decision_form"]
            return shown
        decision = self._asked.get("decide", "")
        if not self.may_decide or decision not in self.decisions:
            return None
        return MeetingDecisionForm(initial={"decision": decision})

    @cached_property
    def notes_form(self) -> MinutesForm | None:
        if "notes_form" in self._shown:
            shown: MinutesForm = self._shown["notes_form"]
            return shown
        if not self.may_write or self.line is None:
            return None
        known = self.line.item.notes
        return MinutesForm(initial={"before": known, "text": known}, auto_id="notes_%s")

    @property
    def theirs(self) -> str:
        """What somebody else wrote while the reader did."""
        return str(self._shown.get("theirs", ""))

    @cached_property
    def vote_form(self) -> VoteForm:
        mine = self.my_vote
        return VoteForm(initial={"comment": mine.comment if mine else ""})

    @property
    def ways(self) -> list[tuple[Line, str]]:
        """Where who leads the meeting takes it, with the key that does so."""
        if self.line is None:
            return []
        if not self.line.is_current:
            return [(self.line, "")]
        ways = [(self.before, "k"), (self.after, "j")]
        return [(line, key) for line, key in ways if line is not None]


@login_required
@require_GET
def meeting_run(request: Request, number: str) -> HttpResponse:
    meeting = queries.get_meeting(number, for_user=request.user)
    if not meeting.is_running:
        return leave_page(request, reverse("meeting-detail", args=[number]))
    return _show(request, meeting)


def _show(
    request: Request, meeting: Meeting, pk: int = 0, *, status: int = 200, **shown: Any
) -> HttpResponse:
    page = RunPage(request, meeting, pk, **shown)
    form = shown.get("follow_up_form") or (FollowUpForm() if page.may_write else None)
    context = {
        "page": page,
        "meeting": meeting,
        "line": page.line,
        "running": True,
        "follow_up_form": form,
    }
    return render_page(request, PAGE, context, regions=REGIONS, status=status)


def draw_run(request: Request, number: str, pk: int = 0, **shown: Any) -> HttpResponse:
    """Draw the region that was asked for of a meeting that goes on, as it is now."""
    return _show(request, queries.get_meeting(number, for_user=request.user), pk, **shown)


@login_required
@require_POST
def meeting_start(request: Request, number: str) -> HttpResponse:
    meeting = queries.get_meeting(number, for_user=request.user)
    try:
        operations.start(meeting=meeting, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, str(refusal.message), tone="bad")
        return redirect("meeting-detail", number)
    return redirect("meeting-run", number)


@login_required
@require_POST
def meeting_close(request: Request, number: str) -> HttpResponse:
    meeting = queries.get_meeting(number, for_user=request.user)
    try:
        operations.close(meeting=meeting, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, str(refusal.message), tone="bad")
    else:
        keep_toast(request, _("The minutes stand, and who was invited is told."))
    return redirect("meeting-detail", number)


@login_required
@require_POST
def meeting_presence(request: Request, number: str, pk: int) -> HttpResponse:
    """Note whether a person is here."""
    meeting = queries.get_meeting(number, for_user=request.user)
    participant = queries.list_participants(meeting).filter(pk=pk).first()
    if participant is None:
        raise NotThere
    form = PresenceForm(request.POST)
    is_here = form.is_valid() and form.cleaned_data["is_here"]
    act = partial(
        operations.note_presence,
        participant=participant,
        is_here=is_here,
        by=request.user,
        at=timezone.now(),
    )
    return _answered(request, number, 0, act)


@login_required
@require_POST
def item_turn(request: Request, number: str, pk: int) -> HttpResponse:
    """Go on with a requirement, for everybody who follows."""
    item = _item(request, number, pk)
    act = partial(operations.turn_to, item=item, by=request.user, at=timezone.now())
    return _answered(request, number, pk, act)


@login_required
@require_POST
def item_vote(request: Request, number: str, pk: int) -> HttpResponse:
    item = _item(request, number, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        answer = draw_run(request, number, pk, status=422)
        return toast(answer, _first_error(form), tone="bad")
    act = partial(operations.vote, item=item, view=form.view(), by=request.user, at=timezone.now())
    return _answered(request, number, pk, act, text=_("Your vote is kept."))


def _first_error(form: VoteForm) -> str:
    """Say what is wrong with a vote."""
    return str(next(iter(form.errors.values()))[0])


@login_required
@require_POST
def item_decision(request: Request, number: str, pk: int) -> HttpResponse:
    """Decide on a requirement, as any review does."""
    item = _item(request, number, pk)
    form = MeetingDecisionForm(request.POST)
    if form.is_valid():
        with attempt(form):
            operations.decide_on(
                item=item, decision=form.as_decision(), by=request.user, at=timezone.now()
            )
            label = State(form.cleaned_data["decision"]).label
            undo_url = reverse("requirement-decision-undo", args=[item.requirement.number])
            return _answered(
                request,
                number,
                pk,
                lambda: None,
                text=f"{item.requirement.number}: {label}",
                undo_url=undo_url,
            )
    return draw_run(request, number, pk, status=422, decision_form=form)


@login_required
@require_POST
def item_undecided(request: Request, number: str, pk: int) -> HttpResponse:
    """Note that no decision was taken."""
    item = _item(request, number, pk)
    act = partial(operations.leave_undecided, item=item, by=request.user, at=timezone.now())
    return _answered(request, number, pk, act)


@login_required
@require_POST
def item_notes(request: Request, number: str, pk: int) -> HttpResponse:
    """Write what the minutes say of a requirement; what somebody else wrote stands beside it."""
    item = _item(request, number, pk)
    form = MinutesForm(request.POST, auto_id="notes_%s")
    if not form.is_valid():
        return draw_run(request, number, pk, status=422, notes_form=form)
    written = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    try:
        operations.write_minutes(meeting=item.meeting, item=item, **written)
    except StaleEdit as refusal:
        seen = {"before": refusal.current, "text": refusal.attempted}
        again = MinutesForm(initial=seen, auto_id="notes_%s")
        return draw_run(
            request, number, pk, status=409, notes_form=again, theirs=str(refusal.current)
        )
    return _answered(request, number, pk, lambda: None, text=_("The minutes are kept."))


def _item(request: Request, number: str, pk: int) -> Any:
    meeting = queries.get_meeting(number, for_user=request.user)
    return queries.get_item(meeting, pk, for_user=request.user)


def _answered(
    request: Request,
    number: str,
    pk: int,
    act: Callable[[], object],
    *,
    text: str = "",
    undo_url: str = "",
) -> HttpResponse:
    leave = reverse("meeting-run", args=[number])
    return answered(
        request,
        act,
        draw=lambda: draw_run(request, number, pk),
        leave=f"{leave}?item={pk}" if pk else leave,
        text=text,
        undo_url=undo_url,
    )
