"""What complaints say of a customer at a glance."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import queries
from twintrack.sales.complaints.lifecycle import Rank
from twintrack.sales.complaints.models import Complaint
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.overview import BAD, WARN, Glance, NextStep, Sign
from twintrack.ui.paging import Few, few_of
from twintrack.ui.templatetags.ui import moment_text

IN_PANEL = 5


def few_complaints(customer: Customer, *, for_user: User) -> Few[Complaint]:
    """Read what breaks next of a customer's complaints that are not over, and count them."""

    def ask() -> Few[Complaint]:
        if not has("customer", customer.pk, "complaints"):
            return Few(items=[], total=0)
        few = few_of(queries.list_of_customer(customer, for_user=for_user), IN_PANEL)
        said = [each.feedback for each in few.items]
        for feedback in said:
            if feedback.customer_id == customer.pk:
                feedback.customer = customer
        recall_related(said, "owner")
        recall_related(few.items, "version")
        return few

    return once(("few complaints", customer.pk, for_user.pk), ask)


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say how many complaints are not over, and what breaks next."""
    few = few_complaints(glance.customer, for_user=glance.user)
    running = [each for each in few.items if each.rank == Rank.RUNNING]
    first = running[0] if running else None
    late = first is not None and first.breaks_at < glance.now
    note = ""
    if first is not None:
        said = _("late since %(moment)s") if late else _("next clock %(moment)s")
        note = said % {"moment": moment_text(first.breaks_at)}
    sign = Sign(
        code="complaints",
        label=gettext_lazy("Open complaints"),
        value=str(few.total),
        note=note,
        url="#complaints" if few.total else "",
        tone=BAD if late else WARN if few.total else "",
        rule=gettext_lazy("Bad when a clock is late, to look at when a complaint is not over."),
        figure=few.total,
    )
    steps = [
        NextStep(
            kind="feedback",
            words=_("Answer %(number)s %(title)s")
            % {"number": each.feedback.number, "title": each.feedback.title},
            url=reverse("feedback-detail", args=[each.feedback.number]),
            on=timezone.localdate(each.breaks_at),
            who=each.feedback.owner.name if each.feedback.owner else "",
        )
        for each in running[:2]
    ]
    return [sign], steps
