"""Small pictures drawn on the server; colours are style classes only."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PAD = 4


def sparkline(
    values: Sequence[float],
    *,
    width: int = 96,
    height: int = 28,
    hot: int = 0,
    band: tuple[float, float] | None = None,
    tone: str = "",
) -> SafeString:
    """
    Draw the course of a number; the last `hot` points are marked as alarming.

    Fewer than two values draw nothing: a line needs a beginning and an end.
    """
    if len(values) < 2:
        return SafeString("")
    low, high = min(values), max(values)
    spread = (high - low) or 1

    def x(index: int) -> float:
        return 2 + (width - 6) * index / (len(values) - 1)

    def y(value: float) -> float:
        return PAD + (height - 2 * PAD) * (1 - (value - low) / spread)

    line = " ".join(
        f"{'M' if index == 0 else 'L'}{x(index):.1f} {y(value):.1f}"
        for index, value in enumerate(values)
    )
    marked = range(len(values) - hot, len(values)) if hot else [len(values) - 1]
    kind = "s-hot" if hot else "s-end"
    points = "".join(
        f'<circle class="{kind}" cx="{x(index):.1f}" cy="{y(values[index]):.1f}" r="2.4"/>'
        for index in marked
    )
    shade = ""
    if band:
        top, bottom = y(min(band[1], high)), y(max(band[0], low))
        shade = (
            f'<rect class="s-band" x="0" y="{top:.1f}" width="{width}" '
            f'height="{max(2.0, bottom - top):.1f}" rx="2"/>'
        )
    return format_html(
        '<svg class="spark {}" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">'
        '{}<path class="s-line" d="{}"/>{}</svg>',
        tone,
        width,
        height,
        width,
        height,
        # Built above from numbers only.
        mark_safe(shade),
        line,
        mark_safe(points),
    )


def course(
    points: Sequence[tuple[str, float]], *, width: int = 760, height: int = 190
) -> SafeString:
    """
    Draw a number over time with its scale: each point a label and a value, the oldest first.

    Decoration for those who see it: the page shows the same as a table.
    """
    if not points:
        return SafeString("")
    left, right, top, bottom = 66, width - 12, 14, height - 28
    high = _round_up(max(value for _label, value in points))

    def x(index: int) -> float:
        return left + (right - left) * index / max(len(points) - 1, 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / high

    grid = "".join(
        f'<line class="c-grid" x1="{left}" x2="{right}" y1="{y(each):.1f}" y2="{y(each):.1f}"/>'
        f'<text class="c-ax" x="{left - 8}" y="{y(each) + 4:.1f}" text-anchor="end">'
        f"{each:,.0f}</text>"
        for each in (0, high / 2, high)
    )
    line = " ".join(
        f"{'L' if index else 'M'}{x(index):.1f} {y(value):.1f}"
        for index, (_label, value) in enumerate(points)
    )
    named = sorted({0, len(points) // 2, len(points) - 1})
    names = format_html_join(
        "",
        '<text class="c-ax" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                f"{x(index):.1f}",
                height - 6,
                "start" if index == 0 else "end" if index == len(points) - 1 else "middle",
                points[index][0],
            )
            for index in named
        ),
    )
    last = points[-1][1]
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true">{}<path class="c-line" d="{}"/>'
        '<circle class="c-pt" cx="{}" cy="{}" r="3.4"/>{}</svg>',
        width,
        height,
        # Built above from numbers only.
        mark_safe(grid),
        line,
        f"{x(len(points) - 1):.1f}",
        f"{y(last):.1f}",
        names,
    )


def _round_up(value: float) -> float:
    """Give the next number that a scale ends at: 1, 2 or 5 times a power of ten."""
    step = 1.0
    while True:
        for each in (1, 2, 5):
            if value <= each * step:
                return each * step
        step *= 10
