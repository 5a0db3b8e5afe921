"""What stands on Today of measures: those that need a look, for who answers for the company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.measuring.saying import name_of
from twintrack.foundation.people.models import User
from twintrack.sales.kpis import pictures, queries
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.queries import Of
from twintrack.ui.cards import Action, Card


def measures_to_look_at(user: User, now: datetime) -> Iterator[Card]:
    """Tell who answers for what is sold which measures warn, by the rules that were set."""
    if not queries.sees_company(user):
        return
    measures = [each for each in known_measures().values() if not each.is_part]
    told = queries.read_told(measures, Of(), at=now, for_user=user)
    warning = [each for each in told.values() if each.warns]
    if not warning:
        return
    page = reverse("sales-measures")
    title = ngettext(
        "%(n)d measure of sales needs a look", "%(n)d measures of sales need a look", len(warning)
    ) % {"n": len(warning)}
    yield Card(
        code="sales.measures",
        track="sales",
        icon="target",
        label=_("Measures of sales"),
        title=title,
        hint=" · ".join(
            f"{name_of(each.measure)} {pictures.said_value(each.measure, each.value)}"
            for each in warning[:3]
        ),
        tone="warn",
        weight=20 + len(warning),
        url=page,
        actions=(
            Action(label=_("Open it"), url=page),
            Action(label=_("By person"), url=reverse("sales-performance")),
        ),
    )
