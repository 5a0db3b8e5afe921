"""Cumulative flow: how much stands in which state, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from twintrack.ui.charts import chart as base
from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Mark, Row, Words

LOOKS = 6


@dataclass(frozen=True)
class Layer:
    """One state: how much stands in it on each day."""

    label: str
    values: Sequence[float]


def cumulative_flow(
    *,
    title: Words,
    days: Sequence[date],
    layers: Sequence[Layer],
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    decimals: int = 0,
    height: float = 230,
    csv_url: str = "",
    empty_text: Words = "",
) -> Chart:
    """Draw layers upon another: the first, usually what is done, lies at the bottom."""
    totals = [sum(each.values[index] for each in layers) for index in range(len(days))]
    ground = Ground(height, scales.scale(totals, height=height), unit)
    places = scales.over_time(days, days[0], days[-1]) if days else []
    below = [0.0] * len(days)
    for turn, layer in enumerate(layers):
        above = [low + value for low, value in zip(below, layer.values, strict=True)]
        ground.paths.append(
            svg.area(
                [(x, ground.y(value)) for x, value in zip(places, above, strict=True)],
                [(x, ground.y(value)) for x, value in zip(places, below, strict=True)],
                f"c-layer l{turn % LOOKS + 1}",
            )
        )
        if days and layer.values[-1]:
            middle = ground.y((above[-1] + below[-1]) / 2)
            said = f"{layer.label} {scales.number(layer.values[-1], decimals)}"
            ground.label(middle, said, "c-dl lay")
        below = above
    words = base.day_words(days)
    ground.below(words, places)
    summary = base.course_summary(
        totals, words[0] if words else "", words[-1] if words else "", decimals, unit
    )
    return Chart(
        kind="flow",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary),
        columns=(_("Day"), *(layer.label for layer in layers), _("Together")),
        rows=tuple(
            Row(
                (
                    words[index],
                    *(scales.number(each.values[index], decimals) for each in layers),
                    scales.number(totals[index], decimals),
                ),
                places[index],
            )
            for index in range(len(days))
            if any(totals)
        ),
        legend=tuple(
            Mark(f"k-box l{turn % LOOKS + 1}", layer.label) for turn, layer in enumerate(layers)
        ),
        summary=summary,
        csv_url=csv_url,
        is_few=0 < len(days) < 2,
        empty_text=empty_text,
    )
