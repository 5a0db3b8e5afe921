"""What opportunities say of a customer at a glance."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.queries import base_currency, total_in_base
from twintrack.sales.customers.overview import STEPS, WARN, Glance, NextStep, Sign
from twintrack.sales.pipeline.customers import list_open_deals, sum_open_deals


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say what is being sold, and what is next in each deal."""
    rows = list_open_deals(glance.customer)
    total = total_in_base(sum_open_deals(glance.customer), on=glance.today)
    may_see = may(glance.user, Act.SEE_OPPORTUNITIES)
    adrift = [
        each
        for each in rows
        if each["next_step_on"] is None or each["next_step_on"] < glance.today  # type: ignore[operator]
    ]
    note = ngettext("%(n)d opportunity", "%(n)d opportunities", len(rows)) % {"n": len(rows)}
    why = _("%(n)d without a next step ahead") % {"n": len(adrift)} if adrift and may_see else ""
    sign = Sign(
        code="opportunities",
        label=gettext_lazy("Open opportunities"),
        value=glance.amount(total) if rows else "—",
        note=" · ".join(filter(None, (note, why))) if rows else "",
        why=why,
        url="#opportunities" if may_see else "",
        tone=WARN if adrift and may_see else "",
        rule=gettext_lazy("To look at when an open one has no next step, or one that is overdue."),
        figure=glance.figure(total),
        unit=base_currency(),
    )
    steps = [
        NextStep(
            kind="opportunity",
            words=str(row["next_step"] or _("Set the next step")) + f" · {row['name']}",
            url=reverse("opportunity-detail", args=[row["number"]]),
            on=row["next_step_on"],  # type: ignore[arg-type]
            who=str(row["owner__name"]),
        )
        for row in rows[:STEPS]
    ]
    return [sign], steps if may_see else []
