"""Small pictures drawn on the server; colours are style classes only."""

from collections.abc import Sequence

from django.utils.html import format_html
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
