"""Which complaints there are, in the order in which they break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import get_kind
from twintrack.foundation.objects.links import all_links
from twintrack.foundation.people.models import TeamMembership, User
from twintrack.hub.products.models import Product
from twintrack.sales.complaints.causes import Cause
from twintrack.sales.complaints.lifecycle import ALIVE, Purpose, Rank
from twintrack.sales.complaints.models import (
    ClockPause,
    Complaint,
    ReplySending,
    ReplyTemplate,
    SlaClock,
)
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.queries import list_contacts
from twintrack.sales.feedback.lifecycle import OPEN, State
from twintrack.sales.feedback.models import Feedback, Kind
from twintrack.sales.sla.lifecycle import Whom
from twintrack.sales.sla.models import SlaPauseReason
from twintrack.ui.paging import count_up_to

VIEWS = (
    ("open", _("Open")),
    ("mine", _("Mine")),
    ("late", _("Breached")),
    ("paused", _("Paused")),
    ("unconfirmed", _("To be confirmed")),
    ("over", _("Settled")),
    ("all", _("All")),
)
# What R&D has that a complaint may come from.
CAUSES = ("requirement", "work_item")
# Enough to say that there are several.
TWO = 2
# In one round of the worker; the rest comes in the next.
AT_ONCE = 500
SOON = timedelta(hours=4)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what the list is narrowed; `view` is one of `VIEWS`."""

    view: str = "open"
    severity: str = ""
    owner: User | None = None
    customer: Customer | None = None
    product: Product | None = None
    text: str = ""


def list_complaints(
    *, for_user: User, wanted: Wanted | None = None, now: datetime
) -> QuerySet[Complaint]:
    """List complaints with their clocks and pauses, narrowed; the caller orders them."""
    wanted = wanted or Wanted(view="all")
    rows: QuerySet[Complaint] = Complaint.objects.visible_to(for_user)
    rows = rows.filter(_view(wanted.view, for_user, now)).filter(_narrowed(wanted))
    return with_clocks(rows)


def with_clocks(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Read complaints together with all that is shown of their clocks."""
    return rows.select_related(
        "feedback__customer",
        "feedback__product",
        "feedback__owner",
        "feedback__contact",
        "version__plan",
        "responded_by",
        "resolved_by",
    ).prefetch_related(*_clocks())


def _clocks() -> tuple[Prefetch[Any], Prefetch[Any]]:
    pauses = ClockPause.objects.select_related("reason").order_by("started_at", "pk")
    return Prefetch("clocks", SlaClock.objects.order_by("pk")), Prefetch("pauses", pauses)


def is_late(now: datetime) -> Exists:
    """Say of a complaint whether a clock that is alive broke."""
    clocks = SlaClock.objects.filter(complaint=OuterRef("pk"), state__in=ALIVE, due_at__lt=now)
    return Exists(clocks)


def _view(view: str, user: User, now: datetime) -> Q:
    alive = Q(ended_by="", resolved_at=None)
    views = {
        "open": alive,
        "mine": alive & Q(feedback__owner=user),
        "late": alive & Q(is_late(now)),
        "paused": alive & Q(rank=Rank.PAUSED),
        "unconfirmed": Q(ended_by="", resolved_at__isnull=False, confirmed_at=None),
        "over": ~alive,
    }
    return views.get(view, Q())


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.severity:
        which &= Q(severity=wanted.severity)
    if wanted.owner:
        which &= Q(feedback__owner=wanted.owner)
    if wanted.customer:
        which &= Q(feedback__customer=wanted.customer)
    if wanted.product:
        which &= Q(feedback__product=wanted.product)
    if wanted.text:
        which &= (
            Q(feedback__title__icontains=wanted.text)
            | Q(feedback__number__iexact=wanted.text)
            | Q(feedback__customer__name__icontains=wanted.text)
        )
    return which


def get_complaint(number: str, *, for_user: User) -> Complaint:
    """
    Find the complaint of a piece of feedback by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = Complaint.objects.visible_to(for_user).filter(feedback__number=number)
    found = with_clocks(rows).first()
    if found is None:
        raise NotThere
    return found


def list_sendings(complaint: Complaint) -> dict[str, list[ReplySending]]:
    """List what went out by mail about a complaint by its purpose, the latest first."""
    found: dict[str, list[ReplySending]] = {purpose: [] for purpose in Purpose.values}
    for each in complaint.sendings.select_related("sent_by"):
        found[each.purpose].append(each)
    return found


def get_sending(complaint: Complaint, pk: int) -> ReplySending:
    """
    Find a mail with a reply to a complaint.

    :raises NotThere: if it has none of this id.
    """
    found: ReplySending | None = complaint.sendings.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_reachable(complaint: Complaint) -> list[Contact]:
    """List who at the customer has an e-mail address; whoever complained stands first."""
    rows = list_contacts(complaint.feedback.customer).filter(is_active=True).exclude(email="")
    return sorted(rows, key=lambda each: each.pk != complaint.feedback.contact_id)


def steps_here(feedback: Feedback, for_user: User) -> tuple[State, ...]:
    """
    List the steps of feedback that whoever answers complaints takes by its clocks instead.

    There they are asked for the root cause, who confirmed it, or what is still wrong.
    """
    state = State(feedback.state)
    instead: dict[State, tuple[State, ...]] = dict.fromkeys(OPEN, (State.RESOLVED,))
    instead[State.RESOLVED] = (State.CONFIRMED, State.TRIAGED)
    is_mine = feedback.kind == Kind.COMPLAINT and may(for_user, Act.ANSWER_COMPLAINTS)
    if not is_mine or state not in instead:
        return ()
    lives = Complaint.objects.filter(feedback=feedback, ended_by="").exists()
    return instead[state] if lives else ()


def list_of_customer(customer: Customer, *, for_user: User) -> QuerySet[Complaint]:
    """List a customer's complaints that are not over, what breaks next first."""
    rows = Complaint.objects.visible_to(for_user).filter(feedback__customer=customer)
    alive = rows.filter(Q(resolved_at=None) | Q(confirmed_at=None), ended_by="")
    ordered = alive.select_related("feedback").order_by("rank", "breaks_at", "pk")
    return ordered.prefetch_related(*_clocks())


def list_breaking(user: User, *, now: datetime) -> QuerySet[Complaint]:
    """List a person's complaints that broke or break soon, what is worst first."""
    mine = Complaint.objects.visible_to(user).filter(feedback__owner=user, rank=Rank.RUNNING)
    soon = mine.filter(breaks_at__lt=now + SOON)
    return soon.select_related("feedback__customer").order_by("breaks_at", "pk")


def count_in_danger(user: User, *, now: datetime) -> int:
    """Count the complaints that broke or break soon: one's own, or all for who leads sales."""
    rows = Complaint.objects.visible_to(user).filter(rank=Rank.RUNNING, breaks_at__lt=now + SOON)
    if not may(user, Act.MANAGE_SLA):
        rows = rows.filter(feedback__owner=user)
    return int(rows.count())


def count_by_view(*, for_user: User, now: datetime) -> dict[str, int]:
    """Count what stands in the views of the list that ask for a hand."""
    rows = Complaint.objects.visible_to(for_user)
    # All of them are among the open ones, of which there are few.
    counted = ("mine", "late", "paused")
    asked = {view: Count("pk", filter=_view(view, for_user, now)) for view in counted}
    found: dict[str, int] = rows.filter(_view("open", for_user, now)).aggregate(
        open=Count("pk"), **asked
    )
    unconfirmed = rows.filter(_view("unconfirmed", for_user, now))
    return found | {"unconfirmed": count_up_to(unconfirmed.order_by())}


def list_due(at: datetime) -> list[Complaint]:
    """List the complaints of which a clock has something to tell by a moment, whoever sees them."""
    due = SlaClock.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    ids = list(dict.fromkeys(due.values_list("complaint_id", flat=True)[:AT_ONCE]))
    rows: dict[int, Complaint] = Complaint.objects.in_bulk(ids)
    return [rows[pk] for pk in ids]


def list_told(*, whom: str, role: str, owner_id: int) -> list[User]:
    """List whom a step of escalation tells."""
    people = User.objects.filter(is_active=True, is_service=False).order_by("pk")
    if whom == Whom.OWNER:
        return list(people.filter(pk=owner_id))
    if whom == Whom.ROLE:
        return list(people.filter(role_grants__role=role).distinct())
    managers = people.filter(role_grants__role=Role.SALES_MANAGER).distinct()
    teams = TeamMembership.objects.filter(user_id=owner_id).values("team_id")
    near = list(managers.filter(memberships__team_id__in=teams).distinct())
    # Whose owner has no sales manager in a team of theirs, is told to all of them.
    return near or list(managers)


def is_seen_by(feedback: Feedback, person: User) -> bool:
    """Say whether a person may see feedback."""
    return bool(Feedback.objects.visible_to(person).filter(pk=feedback.pk).exists())


def list_templates(*, for_user: User) -> QuerySet[ReplyTemplate]:
    """List the reply templates, retired ones last."""
    rows: QuerySet[ReplyTemplate] = ReplyTemplate.objects.visible_to(for_user)
    return rows.order_by(F("retired_at").asc(nulls_first=True), "purpose", "pk")


def list_offered(purpose: str) -> list[ReplyTemplate]:
    """List the reply templates that are offered for a purpose."""
    rows: QuerySet[ReplyTemplate] = ReplyTemplate.objects.filter(purpose=purpose, retired_at=None)
    return list(rows.order_by("pk"))


def get_template(pk: int, *, for_user: User) -> ReplyTemplate:
    """
    Find a reply template.

    :raises NotThere: if there is none.
    """
    found: ReplyTemplate | None = ReplyTemplate.objects.visible_to(for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def cause_of(words: str, *, number: str, for_user: User) -> Cause:
    """
    Say what a complaint came from, with the object of R&D that has this number, if one is named.

    :raises NotThere: if the person sees no requirement or work item of that number.
    """
    number = number.strip()
    if not number:
        return Cause(words=words)
    for code in CAUSES:
        kind = get_kind(code)
        rows = kind.model_class._default_manager.filter(number__iexact=number)
        pk = kind.visible(rows, for_user).values_list("pk", flat=True).first()
        if pk is not None:
            return Cause(words=words, number=number.upper(), **{f"{code}_id": pk})
    raise NotThere


def likely_cause(complaint: Complaint, *, for_user: User) -> str:
    """Give the number of the requirement that the feedback led to, if it is one and seen."""
    ways = [each for each in all_links() if (each.source, each.target) == ("feedback", CAUSES[0])]
    ids = [complaint.feedback_id]
    pairs = [pair for way in ways for pair in way.pairs(ids, onward=True, within=(), limit=TWO)]
    found = {pk for _feedback, pk in pairs}
    if len(found) != 1:
        return ""
    known = get_kind(CAUSES[0]).load(list(found), for_user=for_user)
    return next((str(each.number) for each in known.values()), "")


def list_causes(complaint: Complaint, *, for_user: User) -> list[tuple[str, str, str]]:
    """List kind, title and address of what R&D has to do with it, as far as one sees."""
    found: list[tuple[str, str, str]] = []
    for code in CAUSES:
        pk = getattr(complaint, f"cause_{code}_id")
        kind = get_kind(code)
        known = kind.load([pk], for_user=for_user) if pk else {}
        found += [
            (code, f"{each.number} {kind.title(each)}", kind.url(each)) for each in known.values()
        ]
    return found


def get_reason(complaint: Complaint, pk: int) -> SlaPauseReason:
    """
    Find a reason to pause of a complaint's plan.

    :raises NotThere: if its version has none of this id.
    """
    found = complaint.version.pause_reasons.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
