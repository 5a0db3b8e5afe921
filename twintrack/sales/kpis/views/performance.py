"""How the team stands, person by person; each number leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.analytics.measures import Measure
from twintrack.analytics.months import Month, is_few, value_of
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.money.formatting import money
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.http import Request
from twintrack.sales.kpis import pictures, queries
from twintrack.sales.kpis.forms import OfForm
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.queries import Performance, Standing, is_reached
from twintrack.sales.kpis.views.places import place
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer
from twintrack.ui.templatetags.ui import short_day

SUNDAY = timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number with what stands behind it, and where its rows are."""

    label: str
    value: str
    hint: str = ""
    tone: str = ""
    url: str = ""
    # As it is written into a file.
    plain: str = ""


@login_required
@require_GET
def performance(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_SALES_MEASURES)
    form = OfForm(request.GET, user=request.user)
    for name in ("product", "customer", "months"):
        del form.fields[name]
    found = queries.read_performance(form.of(), at=timezone.now(), for_user=request.user)
    rows = [(each, list(_cells(each, found))) for each in found.people]
    whole = list(_cells(found.together, found))
    context = {
        **place(request, form).shown,
        "of": found.of,
        "is_alone": found.of.person is not None,
        "whole": whole,
        "rows": rows,
        "heads": [each.label for each in whole],
        "made_at": queries.made_at(),
        "csv_url": f"{reverse('sales-performance-export')}?{request.GET.urlencode()}",
    }
    return render_page(request, "kpis/performance.html", context, regions=("performance",))


@login_required
@require_GET
def performance_export(request: Request) -> StreamingHttpResponse:
    check_may(request.user, Act.SEE_SALES_MEASURES)
    form = OfForm(request.GET, user=request.user)
    found = queries.read_performance(form.of(), at=timezone.now(), for_user=request.user)
    told = [(str(each.person), list(_cells(each, found))) for each in found.people]
    heads = [each.label for each in _cells(found.together, found)]
    rows = [[name, *(each.plain for each in cells)] for name, cells in told]
    return csv_answer("sales-performance", [_("Person"), *heads], rows)


def _cells(standing: Standing, found: Performance) -> Iterator[Cell]:
    yield from _deals(standing)
    yield from _measured(standing, found)
    yield _visits(standing, found)
    yield from _cash(standing, found)


def _amount(label: str, amount: Decimal, **more: Any) -> Cell:
    said = money(amount, base_currency()) if amount else "—"
    return Cell(label=label, value=said, plain=f"{amount:.2f}", **more)


def _of_all(standing: Standing, hint: str) -> str:
    """Say a window above, where there is room; in the rows of people it would say the same."""
    return hint if standing.person is None else ""


def _list(name: str, standing: Standing, **query: Any) -> str:
    if standing.person is not None:
        query["owner"] = standing.person.pk
    return f"{reverse(name)}?{urlencode(query)}"


def _deals(standing: Standing) -> Iterator[Cell]:
    deals = standing.deals
    url = _list("opportunity-list", standing, view="open")
    yield _amount(_("Open pipeline"), deals.worth, hint=f"n={deals.count}", url=url)
    forecast = reverse("sales-forecast")
    sure, likely = _of_all(standing, _("at least 70 %")), _of_all(standing, _("40 to 70 %"))
    yield _amount(_("Commit forecast"), deals.commit, hint=sure, url=forecast)
    yield _amount(_("Best case"), deals.best_case, hint=likely, url=forecast)
    for label, state, count in (
        (_("Too long at a stage"), "rotting", deals.rotting),
        (_("Without next step"), "adrift", deals.adrift),
    ):
        url = _list("opportunity-list", standing, view="open", state=state)
        tone = "warn" if count else ""
        hint = _of_all(standing, f"{count}/{deals.count}")
        yield Cell(label=label, value=str(count), hint=hint, plain=str(count), tone=tone, url=url)


def _measured(standing: Standing, found: Performance) -> Iterator[Cell]:
    known = known_measures()
    for code, label in (
        ("conversion", _("Conversion")),
        ("win_rate", _("Win rate")),
        ("stage_age", _("Stage age")),
        ("quote_to_sign", _("Quote to signature")),
    ):
        told = found.told[code]
        month = told.whole if standing.person is None else standing.months.get(code)
        cell = _of_month(known[code], label, month, _aim(code, standing, found), standing)
        aim = pictures.said_aim(told) if standing.person is None else ""
        said = f"{_('target')} {aim}" if aim else ""
        yield replace(cell, hint=" · ".join(each for each in (cell.hint, said) if each))


def _aim(code: str, standing: Standing, found: Performance) -> float | None:
    """Give the target of all together, or of one of them."""
    if standing.person is None:
        return found.told[code].aim.value
    aim = standing.aims.get(code)
    return aim.value if aim else None


def _of_month(
    measure: Measure, label: str, month: Month | None, aim: float | None, standing: Standing
) -> Cell:
    value = None if month is None or is_few(measure, month) else value_of(measure, month)
    hint = ""
    if month is not None:
        of = f"{month.part:.0f}/{month.whole:.0f}" if measure.is_percent else f"n={month.count}"
        # In the narrow rows of people the rate is enough.
        is_told = month.open and standing.person is None
        still = _("%(n)d still open") % {"n": month.open} if is_told else ""
        hint = " · ".join(each for each in (of, still) if each)
    query = f"?person={standing.person.pk}" if standing.person else ""
    return Cell(
        label=label,
        value=pictures.said_value(measure, value),
        hint=hint,
        tone="" if is_reached(measure, value, aim) else "warn",
        url=reverse("sales-measure", args=[measure.code]) + query,
        plain=pictures.plain(value),
    )


def _visits(standing: Standing, found: Performance) -> Cell:
    held, target = standing.held, standing.visits_target
    since, until = found.monday, found.monday + SUNDAY
    url = _list("visit-list", standing, view="all", since=since, until=until)
    weekday = timezone.localdate().weekday()
    is_behind = held * 5 < target * min(weekday, 5)
    return Cell(
        label=_("Visits this week"),
        value=f"{held}/{target}",
        hint=_of_all(standing, f"{short_day(since)} – {short_day(until)}"),
        tone="warn" if is_behind else "",
        url=url,
        plain=str(held),
    )


def _cash(standing: Standing, found: Performance) -> Iterator[Cell]:
    for code, label, view in (
        ("won", _("Won this month"), ""),
        ("collected", _("Collected this month"), ""),
        ("overdue", _("Overdue"), "overdue"),
    ):
        month = found.running.get(code) if standing.person is None else standing.months.get(code)
        amount = Decimal(round(month.part if month else 0, 2))
        query = f"?person={standing.person.pk}" if standing.person else ""
        url = reverse("sales-measure", args=[code]) + query
        if view:
            url = _list("collection-list", standing, view=view)
        said = [_("today") if view else f"{timezone.localdate():%Y-%m}"]
        if standing.person is not None:
            said = []
        aim = None if view else _aim(code, standing, found)
        if aim:
            sign, share = ("≥ " if standing.person is None else ""), f"{float(amount) / aim:.0%}"
            told = money(Decimal(round(aim, 2)), base_currency())
            said.append(f"{_('target')} {sign}{told} · {share}")
        hint = " · ".join(said)
        yield _amount(label, amount, hint=hint, url=url, tone="warn" if view and amount else "")
