"""Heat map: a value in each cell of rows and columns, the darker the more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Row, Words

CELL = 26
SHADES = 5


@dataclass(frozen=True)
class Cell:
    """One cell; without a value it stays blank."""

    value: float | None
    words: str = ""
    url: str = ""


def heat(
    *,
    title: Words,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    decimals: int = 0,
    csv_url: str = "",
    empty_text: Words = "",
) -> Chart:
    """Draw cells in five shades; each says its value, so that colour is not alone."""
    known = [c.value for _label, cells in rows for c in cells if c.value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    height = float(CELL * max(len(rows), 1))
    ground = Ground(height, scales.scale([1.0], height=height), unit, top=4)
    share = 100 / max(len(columns), 1)
    wide = max((svg.width_of(label, 12) for label, _cells in rows), default=0.0)
    marks, table = ground.marks, []
    for turn, (label, cells) in enumerate(rows):
        y = float(CELL * turn)
        marks.append(svg.text(label, 0, y + 17, "c-ax", dx=-8, text_anchor="end"))
        for place, cell in enumerate(cells):
            if cell.value is None:
                continue
            shade = min(SHADES, 1 + int(SHADES * (cell.value - low) / ((high - low) or 1)))
            mark = svg.box(
                share * place + 0.15, y + 1, share - 0.3, CELL - 2, f"c-cell h{shade}", rx=3
            )
            said = scales.number(cell.value, decimals)
            marks += [
                svg.linked(mark, cell.url),
                svg.text(
                    said, share * (place + 0.5), y + 17, f"c-in h{shade}", text_anchor="middle"
                ),
            ]
        table.append(
            Row((label, *(scales.number(c.value, decimals, unit) for c in cells)), 0, y + CELL / 2)
        )
    ground.below(columns, [share * (turn + 0.5) for turn in range(len(columns))], 10)
    summary = _("Lowest %(low)s, highest %(high)s.") % {
        "low": scales.number(low if known else None, decimals, unit),
        "high": scales.number(high if known else None, decimals, unit),
    }
    return Chart(
        kind="heat",
        title=title,
        hint=hint,
        formula=formula,
        # Names of rows stand where other charts have their scale.
        body=ground.draw(summary=summary, left=wide + 12),
        columns=(_("What"), *columns),
        rows=tuple(table) if known else (),
        summary=summary,
        csv_url=csv_url,
        has_reading=False,
        empty_text=empty_text,
    )
