"""Bars side by side over time, and bars below another by size."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.ui.charts import chart as base
from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Row, Words

BAR_ROW = 36


@dataclass(frozen=True)
class Bar:
    """One bar; a second part stands upon the first."""

    label: str
    value: float | None
    words: str = ""
    url: str = ""
    is_hot: bool = False
    upon: float = 0.0


@dataclass(frozen=True)
class Rank:
    """One bar of several below another, with the most there was as a tick."""

    label: str
    value: float
    words: str = ""
    url: str = ""
    is_hot: bool = False
    tick: float | None = None


def bars(
    *,
    title: Words,
    bars: Sequence[Bar],
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    target: float | None = None,
    target_label: str = "",
    decimals: int = 0,
    height: float = 180,
    csv_url: str = "",
    small: bool = False,
    empty_text: Words = "",
) -> Chart:
    """Draw bars side by side, and the line they should reach or stay below."""
    values = [each.value + each.upon for each in bars if each.value is not None]
    aims = [target] if target is not None else []
    ground = Ground(
        height,
        scales.scale([*values, *aims], height=height, steps=2 if small else 4),
        unit,
        small=small,
    )
    share = 100 / max(len(bars), 1)
    thick = share * (0.62 if len(bars) < 30 else 0.8)
    places = [share * (turn + 0.5) for turn in range(len(bars))]
    for x, each in zip(places, bars, strict=True):
        if each.value is None:
            continue
        y = ground.y(each.value)
        look = "c-bar hot" if each.is_hot else "c-bar"
        mark: SafeString = svg.box(x - thick / 2, y, thick, height - y, look, rx=2)
        if each.upon:
            top = ground.y(each.value + each.upon)
            mark = SafeString(
                mark + svg.box(x - thick / 2, top, thick, y - top, "c-bar upon", rx=2)
            )
        ground.marks.append(svg.linked(mark, each.url))
    if target is not None:
        y = ground.y(target)
        ground.marks.append(svg.line((0, y), (100, y), "c-target"))
        said = f"{target_label or _('target')} {scales.number(target, decimals)}"
        ground.label(y, said, "c-dl aim")
    ground.below([each.label for each in bars], places, 4 if small else 12)
    summary = _("%(n)d bars, highest %(high)s.") % {
        "n": len(values),
        "high": scales.number(max(values, default=None), decimals, unit),
    }
    return Chart(
        kind="bars",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary),
        columns=(_("What"), _("Value"), _("Counts")),
        rows=tuple(
            Row(
                (each.label, scales.number(each.value, decimals, unit), each.words),
                x,
                None,
                each.url,
            )
            for x, each in zip(places, bars, strict=True)
        ),
        summary=summary,
        csv_url=csv_url,
        small=small,
        empty_text=empty_text,
    )


def ranks(
    *,
    title: Words,
    ranks: Sequence[Rank],
    lines: Sequence[tuple[str, float]] = (),
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    decimals: int = 0,
    csv_url: str = "",
    empty_text: Words = "",
) -> Chart:
    """Draw bars below another in the order given; levels such as P85 cross them."""
    height = BAR_ROW * max(len(ranks), 1) + 6.0
    most = max([*(each.value for each in ranks), *(v for _l, v in lines)], default=1.0) or 1.0
    ground = Ground(height, scales.scale([most], height=height), unit, right=84)
    ground.bottom, ground.top = (24 if lines else 4), 4

    def x(value: float) -> float:
        return 100 * value / most

    rows = []
    for turn, each in enumerate(ranks):
        y = BAR_ROW * turn + 3.0
        look = "c-bar hot" if each.is_hot else "c-bar"
        bar = SafeString(
            svg.box(0, y + 15, 100, 8, "c-rail", rx=4)
            + svg.box(0, y + 15, x(each.value), 8, look, rx=4)
            + svg.text(each.label, 0, y + 9, "c-name")
        )
        ground.marks.append(svg.linked(bar, each.url))
        if each.tick is not None:
            ground.marks.append(svg.line((x(each.tick), y + 10), (x(each.tick), y + 26), "c-tick"))
        said = scales.number(each.value, decimals, unit)
        ground.marks.append(svg.text(said, 100, y + 23, "c-val", dx=8))
        rows.append(Row((each.label, said, each.words), 100, y + 12, each.url))
    for label, value in lines:
        ground.marks += [
            svg.line((x(value), 0), (x(value), height), "c-level"),
            svg.text(label, x(value), height + 16, "c-ax", text_anchor="middle"),
        ]
    summary = base.course_summary([e.value for e in ranks], "", "", decimals, unit) if ranks else ""
    return Chart(
        kind="ranks",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary, left=4),
        columns=(_("What"), _("Value"), _("Counts")),
        rows=tuple(rows),
        summary=summary,
        csv_url=csv_url,
        has_reading=False,
        empty_text=empty_text,
    )
