"""Single things as dots: when they ended and how long they took, or how old they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from twintrack.ui.charts import chart as base
from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Mark, Row, Words

# So close dots of one column stand beside another, so many of them.
BESIDE = 7


@dataclass(frozen=True)
class Dot:
    """One thing."""

    value: float
    label: str
    at: date | None = None
    url: str = ""
    is_hot: bool = False


@dataclass(frozen=True)
class Line:
    """A level that a share of all stays below, such as P85."""

    label: str
    value: float


def scatter(
    *,
    title: Words,
    dots: Sequence[Dot],
    lines: Sequence[Line] = (),
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    decimals: int = 1,
    height: float = 230,
    csv_url: str = "",
    empty_text: Words = "",
) -> Chart:
    """Draw each thing on its day; the levels show what most of them stay below."""
    placed = sorted((each for each in dots if each.at), key=lambda each: each.at or date.min)
    days = [each.at for each in placed if each.at]
    is_few = 0 < len(placed) < base.FEW
    levels = [] if is_few else list(lines)
    ground = _ground([each.value for each in placed], levels, height, unit)
    places = scales.over_time(days, days[0], days[-1]) if days else []
    _levels(ground, levels, decimals, unit)
    rows = []
    words = base.day_words(days)
    for x, each, day in zip(places, placed, words, strict=True):
        y = ground.y(each.value)
        mark = svg.point(x, y, "c-dot hot" if each.is_hot else "c-dot", 3.6)
        ground.marks.append(svg.linked(mark, each.url))
        rows.append(
            Row((day, each.label, scales.number(each.value, decimals, unit)), x, y, each.url)
        )
    apart = sorted(set(days))
    ground.below(base.day_words(apart), scales.over_time(apart, days[0], days[-1]) if days else [])
    summary = _summary(placed, levels, decimals, unit)
    return Chart(
        kind="scatter",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary),
        columns=(_("Day"), _("What"), _("Value")),
        rows=tuple(rows),
        summary=summary,
        csv_url=csv_url,
        is_few=is_few,
        empty_text=empty_text,
        legend=_dot_legend(placed),
    )


def ageing(
    *,
    title: Words,
    columns: Sequence[tuple[str, Sequence[Dot]]],
    lines: Sequence[Line] = (),
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    decimals: int = 0,
    height: float = 230,
    csv_url: str = "",
    empty_text: Words = "",
) -> Chart:
    """Draw what is under way in the column of its state, the older the higher."""
    every = [each for _label, dots in columns for each in dots]
    ground = _ground([each.value for each in every], lines, height, unit)
    _levels(ground, lines, decimals, unit)
    share = 100 / max(len(columns), 1)
    rows = []
    for turn, (label, dots) in enumerate(columns):
        middle = share * (turn + 0.5)
        if turn:
            ground.marks.append(svg.line((share * turn, 0), (share * turn, height), "c-grid"))
        head = f"{label} · {len(dots)}"
        ground.marks.append(svg.text(head, middle, height + 18, "c-ax", text_anchor="middle"))
        taken: dict[int, int] = {}
        for each in sorted(dots, key=lambda each: (each.value, each.label)):
            y = ground.y(each.value)
            level = round(y / 8)
            turn_here = taken.get(level, 0)
            taken[level] = turn_here + 1
            aside = (turn_here + 1) // 2 * (1 if turn_here % 2 else -1) % BESIDE
            aside = aside - BESIDE if aside > BESIDE // 2 else aside
            x = middle + aside * share / (BESIDE + 2)
            mark = svg.point(x, y, "c-dot hot" if each.is_hot else "c-dot", 4.2)
            ground.marks.append(svg.linked(mark, each.url))
            said = scales.number(each.value, decimals, unit)
            rows.append(Row((label, each.label, said), x, y, each.url))
    summary = _summary(every, lines, decimals, unit)
    return Chart(
        kind="ageing",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary),
        columns=(_("State"), _("What"), _("Age")),
        rows=tuple(rows),
        summary=summary,
        csv_url=csv_url,
        empty_text=empty_text,
        legend=_dot_legend(every),
    )


def _ground(values: Sequence[float], lines: Sequence[Line], height: float, unit: str) -> Ground:
    top = [each.value for each in lines]
    return Ground(height, scales.scale([*values, *top], height=height), unit)


def _levels(ground: Ground, lines: Sequence[Line], decimals: int, unit: str) -> None:
    for each in lines:
        y = ground.y(each.value)
        ground.marks.append(svg.line((0, y), (100, y), "c-level"))
        ground.label(y, f"{each.label} {scales.number(each.value, decimals, unit)}")


def _summary(dots: Sequence[Dot], lines: Sequence[Line], decimals: int, unit: str) -> str:
    parts = [_("%(n)d values") % {"n": len(dots)}]
    parts += [f"{each.label} {scales.number(each.value, decimals, unit)}" for each in lines]
    return " · ".join(parts)


def _dot_legend(dots: Sequence[Dot]) -> tuple[Mark, ...]:
    if not any(each.is_hot for each in dots):
        return ()
    return (Mark("k-dot", _("ordinary")), Mark("k-dot hot", _("unusually long")))
