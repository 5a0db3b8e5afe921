"""Burn-up: what is done against a scope that may change, and where it is going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from twintrack.ui.charts import chart as base
from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Mark, Row, Words

Day = tuple[date, float]


@dataclass(frozen=True)
class Forecast:
    """Where the course is likely to be on a day."""

    at: date
    low: float
    middle: float
    high: float


def burn_up(
    *,
    title: Words,
    done: Sequence[Day],
    scope: Sequence[Day],
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    forecast: Sequence[Forecast] = (),
    target: date | None = None,
    ideal: Sequence[Day] = (),
    decimals: int = 0,
    height: float = 200,
    csv_url: str = "",
    empty_text: Words = "",
) -> Chart:
    """Draw what is done, the scope as a step line, the forecast as a band, the end as a flag."""
    days = [*(d for d, _v in done), *(d for d, _v in scope), *(f.at for f in forecast)]
    days += [target] if target else []
    values = [*(v for _d, v in done), *(v for _d, v in scope), *(f.high for f in forecast)]
    values += [v for _d, v in ideal]
    first, last = min(days, default=date.min), max(days, default=date.min)
    ground = Ground(height, scales.scale(values, height=height, steps=4), unit)

    def spots(course: Sequence[Day]) -> list[svg.Spot]:
        places = scales.over_time([d for d, _v in course], first, last)
        return [(x, ground.y(v)) for x, (_d, v) in zip(places, course, strict=True)]

    reached = spots(done)
    ground.paths += [
        svg.area(reached, [(x, height) for x, _y in reached], "b-area"),
        svg.path(_stepped(spots(scope)), "b-scope"),
        svg.path(spots(ideal), "b-ideal"),
        svg.path(reached, "b-done"),
    ]
    if forecast:
        ground.paths += [
            svg.area(
                spots([(f.at, f.high) for f in forecast]),
                spots([(f.at, f.low) for f in forecast]),
                "b-fcband",
            ),
            svg.path(spots([(f.at, f.middle) for f in forecast]), "b-fc"),
        ]
    if reached:
        ground.marks.append(svg.point(*reached[-1], "s-end", 3.6))
        said = scales.number(done[-1][1], decimals)
        x, y = reached[-1]
        ground.marks.append(svg.text(said, x, y - 8, "c-now", dx=-6, text_anchor="end"))
    if scope:
        said = _("scope %(value)s") % {"value": scales.number(scope[-1][1], decimals)}
        ground.label(ground.y(scope[-1][1]), said)
    if target:
        x = scales.over_time([target], first, last)[0]
        ground.marks.append(svg.line((x, 0), (x, height), "c-due"))
    every = sorted(set(days))
    places = scales.over_time(every, first, last)
    ground.below(base.day_words(every), places)
    summary = _("Done %(done)s of %(scope)s.") % {
        "done": scales.number(done[-1][1] if done else None, decimals, unit),
        "scope": scales.number(scope[-1][1] if scope else None, decimals, unit),
    }
    return Chart(
        kind="burn-up",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary),
        columns=(_("Day"), _("Done"), _("Scope of work"), _("Forecast range")),
        rows=tuple(_rows(every, places, done, scope, forecast)) if done or scope else (),
        legend=_legend(bool(ideal), bool(forecast)),
        summary=summary,
        csv_url=csv_url,
        empty_text=empty_text,
    )


def _stepped(spots: Sequence[svg.Spot]) -> list[svg.Spot | None]:
    """Hold each value until the next."""
    walked: list[svg.Spot | None] = []
    level = None
    for x, y in spots:
        if level is not None:
            walked.append((x, level))
        walked.append((x, y))
        level = y
    return walked


def _legend(has_pace: bool, has_forecast: bool) -> tuple[Mark, ...]:
    legend = [Mark("k-line b-done", _("done")), Mark("k-line b-scope", _("scope"))]
    if has_pace:
        legend.append(Mark("k-line b-ideal", _("even pace")))
    if has_forecast:
        legend.append(Mark("k-band fc", _("forecast, 80%")))
    return tuple(legend)


def _rows(
    days: Sequence[date],
    places: Sequence[float],
    done: Sequence[Day],
    scope: Sequence[Day],
    forecast: Sequence[Forecast],
) -> list[Row]:
    reached, agreed = dict(done), dict(scope)
    ahead = {each.at: each for each in forecast}
    words = base.day_words(days)
    rows = []
    for index, day in enumerate(days):
        seen = ahead.get(day)
        rows.append(
            Row(
                (
                    words[index],
                    _whole(reached.get(day)),
                    _whole(agreed.get(day)),
                    f"{_whole(seen.low)}–{_whole(seen.high)}" if seen else "",
                ),
                places[index],
            )
        )
    return rows


def _whole(value: float | None) -> str:
    if value is None:
        return ""
    return scales.number(value, 0 if value == int(value) else 1)
