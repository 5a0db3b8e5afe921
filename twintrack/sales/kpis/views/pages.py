"""The measures of sales: all of them at a glance, and one with what is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Measure, Theme
from twintrack.analytics.months import Month, Seen, later, value_of
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.measuring.saying import begun, name_of, words
from twintrack.foundation.measuring.showing import Shown, show
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.sales.kpis import operations, pictures, queries
from twintrack.sales.kpis.forms import OfForm, TargetForm
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.lifecycle import Part, Warn
from twintrack.sales.kpis.pictures import Tile
from twintrack.sales.kpis.queries import Of, Told
from twintrack.sales.kpis.strip import read_strip
from twintrack.sales.kpis.views.places import place
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer


@login_required
@require_GET
def measures(request: Request) -> HttpResponse:
    """Show all measures against their targets and their own past."""
    check_may(request.user, Act.SEE_SALES_MEASURES)
    form = OfForm(request.GET, user=request.user)
    known = list(known_measures().values())
    of = queries.narrowed(form.of(), for_user=request.user)
    told = queries.read_told(
        known, of, months=form.months_shown(), at=timezone.now(), for_user=request.user
    )
    at = place(request, form)
    shown = {each.code: told[each.code] for each in known if not each.is_part}
    tiles = {code: pictures.tile(each, at.query) for code, each in shown.items() if _has(each)}
    context = {
        **at.shown,
        "person": of.person,
        "groups": [(label, found) for label, found in _groups(tiles) if found],
        "stages": [_stage(told[each.code], at.query) for each in known if each.is_part],
        "missing": [name_of(each.measure) for each in shown.values() if not _has(each)],
        "missed": [each for each in tiles.values() if each.is_hot],
        "made_at": queries.made_at(),
    }
    return render_page(request, "kpis/measures.html", context, regions=("measures",))


@login_required
@require_GET
def measures_strip(request: Request) -> HttpResponse:
    """Show the few measures that stand over the pipeline."""
    shown = {
        "strip": read_strip(at=timezone.now(), for_user=request.user),
        "is_own": not queries.sees_company(request.user),
    }
    return render(request, "kpis/_strip.html", shown)


def _has(told: Told) -> bool:
    return bool(told.whole.count or told.whole.open or told.course.count)


def _stage(told: Told, address: str) -> dict[str, object]:
    measure, months = told.measure, [each.week for each in told.course.steps]
    entered, onward = sum(each.count for each in months), sum(each.part for each in months)
    return {
        "name": name_of(measure),
        "entered": entered,
        "onward": int(onward),
        "out": entered - int(onward) - told.still_open,
        "open": told.still_open,
        # Of the months of which nothing is open any more.
        "rate": pictures.said_value(measure, told.value),
        "of": f"{told.whole.part:.0f}/{told.whole.whole:.0f}" if told.whole.whole else "",
        "url": reverse("sales-measure", args=[measure.code]) + address,
    }


def _groups(tiles: dict[str, Tile]) -> Iterator[tuple[str, list[Tile]]]:
    labels = {
        Theme.FUNNEL: _("Funnel"),
        Theme.CLOSING: _("Closing"),
        Theme.ACTIVITY: _("Activity"),
        Theme.MONEY: _("Cash"),
        Theme.DELIVERING: _("Delivery"),
        Theme.SERVICE: _("Promises to customers"),
    }
    for theme, label in labels.items():
        yield label, [each for each in tiles.values() if each.measure.theme == theme]


@login_required
@require_GET
def measure_detail(request: Request, code: str) -> HttpResponse:
    """Show one measure large, what was frozen otherwise, and the rows behind a month of it."""
    measure = queries.get_measure(code)
    form = OfForm(request.GET, user=request.user)
    now, here = timezone.now(), reverse("sales-measure", args=[code])
    of = queries.narrowed(form.of(), for_user=request.user)
    told = queries.read_told(
        [measure], of, months=form.months_shown(), at=now, for_user=request.user
    )[code]
    at = place(request, form)
    chosen = _month(request, told)
    rows = queries.read_rows(measure, of, (chosen, chosen), at=now, for_user=request.user)
    tone, standing = pictures.standing(told)
    month = next((s.week for s in told.course.steps if s.week.starts_on == chosen), None)
    context = {
        **at.shown,
        "measure": measure,
        "name": name_of(measure),
        "person": of.person,
        "tone": tone,
        "standing": standing,
        "value": pictures.said_value(measure, told.value),
        "counts": pictures.said_counts(told),
        "aim": pictures.said_aim(told),
        "chart": pictures.draw(
            told,
            address=here + at.query,
            csv_url=reverse("sales-measure-export", args=[code]) + at.query,
            chosen=chosen if rows else None,
        ),
        "days": _days(request, told, of) if measure.is_state else None,
        "changed": [pictures.said_change(each) for each in told.changed[:6]],
        "is_frozen": chosen in told.is_frozen,
        "month": chosen,
        "still_open": month.open if isinstance(month, Month) and measure.is_cohort else 0,
        "rows": _rows(measure, rows, request.user),
        "targets": [
            (pictures.said_value(measure, each.value), each)
            for each in queries.list_targets(measure, of, for_user=request.user)[:6]
        ],
        **({} if of != Of() else _held(measure, request.user)),
        "filter": at.query,
        "may_set": may(request.user, Act.SET_SALES_TARGETS),
    }
    return render_page(request, "kpis/measure.html", context, regions=("behind",))


def _rows(measure: Measure, rows: list[Seen], user: User) -> list[Shown]:
    """Give the rows behind a month; of shares, with whether each counts as good."""
    shown = show(measure, rows, for_user=user)
    if measure.is_money:
        return [replace(each, value=pictures.said_value(measure, each.part)) for each in shown]
    if measure.kind != Kind.RATIO or measure.is_weighed:
        return shown
    still = {(each.about, each.id) for each in rows if each.is_open}
    return [
        replace(
            each,
            value=_("still open")
            if (each.kind, each.id) in still
            else (_("Yes") if each.part >= 1 else _("No")),
        )
        for each in shown
    ]


def _days(request: Request, told: Told, of: Of) -> object:
    since = later(told.course.steps[0].week.starts_on, 0)
    days = queries.list_days(told.measure, of, since=since, for_user=request.user)[-120:]
    values = [value_of(told.measure, each.month) for each in days]
    return pictures.draw_days(told.measure, days, values)


def _month(request: Request, told: Told) -> date:
    last = next((s for s in reversed(told.course.steps) if s.week.count), told.course.steps[-1])
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return last.week.starts_on
    known = {each.week.starts_on for each in told.course.steps}
    return asked if asked in known else last.week.starts_on


@login_required
@require_GET
def measure_export(request: Request, code: str) -> StreamingHttpResponse:
    """Give a measure's months as a file."""
    measure = queries.get_measure(code)
    form = OfForm(request.GET, user=request.user)
    told = queries.read_told(
        [measure],
        form.of(),
        months=form.months_shown(),
        at=timezone.now(),
        for_user=request.user,
    )[code]
    head = [
        _("Month"),
        f"{name_of(measure)} ({words(measure.unit)})",
        _("Observations"),
        _("Sum"),
        _("Of"),
        _("Still open"),
        _("Lower limit"),
        _("Centre"),
        _("Upper limit"),
        _("Out of the ordinary"),
        _("Frozen"),
    ]
    plain = pictures.plain
    rows = [
        [
            f"{each.week.starts_on:%Y-%m}",
            plain(each.value),
            each.week.count,
            plain(each.week.part),
            plain(each.week.whole),
            each.week.open if isinstance(each.week, Month) else 0,
            plain(each.lower),
            plain(each.centre),
            plain(each.upper),
            int(each.is_out),
            int(each.week.starts_on in told.is_frozen),
        ]
        for each in begun(told.course.steps)
    ]
    return csv_answer(code, head, rows)


@login_required
@require_http_methods(["GET", "POST"])
def target_edit(request: Request, code: str) -> HttpResponse:
    """Set what a measure should come to from a day on, for whom, and when it warns."""
    check_may(request.user, Act.SET_SALES_TARGETS)
    measure, today = queries.get_measure(code), timezone.localdate()
    chosen = queries.narrowed(OfForm(request.GET, user=request.user).of(), for_user=request.user)
    part_of, whose = chosen.place or (Part.COMPANY, 0)
    aim = queries.aim_of(measure, today, chosen)
    usual = {
        "whose": f"{part_of}-{whose}" if whose else "",
        "value": aim.value,
        "warn": aim.warn or Warn.MISSED,
        "since": today,
    }
    unit = "%" if measure.is_percent else words(measure.unit)
    unit = base_currency() if measure.is_money else unit
    form = TargetForm(request.POST or None, initial=usual, unit=unit, user=request.user)
    if request.method == "POST" and form.is_valid():
        of = form.of()
        with attempt(form, {Refusal: "value"}):
            operations.set_target(
                measure=code,
                value=form.cleaned_data["value"],
                warn=Warn(form.cleaned_data["warn"]),
                since=form.cleaned_data["since"],
                of=of,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("sales-measure", args=[code]) + _address(of))
    return render_form(request, "kpis/target.html", form, name=name_of(measure), measure=measure)


def _address(of: Of) -> str:
    """Give the filter of an address that shows a team or a person."""
    if of.person is not None:
        return f"?person={of.person.pk}"
    return f"?team={of.team.pk}" if of.team is not None else ""


def _held(measure: Measure, user: User) -> dict[str, Any]:
    """Give the targets of teams and people, and of amounts what those of people add up to."""
    held = queries.list_held(measure, timezone.localdate(), for_user=user)
    people = [each.target.value or 0 for each in held if each.part_of == Part.PERSON]
    shown = [
        (
            each.whose,
            _address(
                Of(person=each.whose) if isinstance(each.whose, User) else Of(team=each.whose)
            ),
            pictures.said_value(measure, each.target.value),
            each.target,
        )
        for each in held
    ]
    summed = pictures.said_value(measure, sum(people)) if measure.is_money and people else ""
    return {"held": shown, "held_sum": summed}
