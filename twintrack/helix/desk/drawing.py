"""Draws the six weeks as a strip: R&D above, sales below, curves between who waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.helix.desk.schedule import WEEKS, Mark, Schedule
from twintrack.ui.templatetags.ui import short_day

WIDTH, LEFT, RIGHT = 1120, 74, 24
ROWS = 4
UPPER_ROW, LOWER_ROW, BETWEEN = 32, 19, 78
# Pixels of a character at 12.5 px: Chinese is square, Latin is narrow.
WIDE, NARROW = 12.8, 6.9
LONGEST = 256
GAP = 12


@dataclass(kw_only=True)
class Placed:
    """Marks of one day as one sign: where it stands, and where its words stand."""

    marks: list[Mark]
    x: float
    text: str
    width: float
    label_x: float
    # Rows away from the lane; nothing where there is no room for words.
    row: int | None = None

    @property
    def is_late(self) -> bool:
        return any(mark.days_late and not mark.is_done for mark in self.marks)

    @property
    def is_done(self) -> bool:
        return all(mark.is_done for mark in self.marks)


def text_width(text: str) -> float:
    """Estimate how wide a text is drawn, in the units of the strip."""
    return sum(WIDE if ord(sign) > 0x2E7F else NARROW for sign in text)


def shortened(text: str, longest: float = LONGEST) -> str:
    """Cut a text that would be drawn wider than allowed."""
    if text_width(text) <= longest:
        return text
    while text and text_width(text) > longest - NARROW:
        text = text[:-1]
    return f"{text.rstrip()}…"


def draw(schedule: Schedule) -> SafeString:
    """Draw a schedule as an SVG whose marks are links with hints."""
    above = place(schedule.milestones.values(), schedule.start)
    below = place(schedule.actions, schedule.start)
    rows_above = 1 + max((sign.row or 0 for sign in above), default=0)
    rows_below = 1 + max((sign.row or 0 for sign in below), default=0)
    upper = 22 + rows_above * UPPER_ROW
    lower = upper + BETWEEN
    height = lower + 16 + rows_below * LOWER_ROW + 26
    curves, notes = _curves(schedule, above, below, upper, lower)
    return format_html(
        '<svg class="chart helixstrip" viewBox="0 0 {} {}" role="group" aria-label="{}">'
        "{}{}{}{}{}{}{}{}</svg>",
        WIDTH,
        height,
        _("The next six weeks: milestones of R&D, and the customers who wait for them"),
        _ground(schedule, upper, lower, height),
        curves,
        _stems(above, upper, up=True),
        _stems(below, lower, up=False),
        _today(schedule, height),
        _joined(_upper_sign(sign, upper) for sign in above),
        _joined(_lower_sign(sign, lower) for sign in below),
        notes,
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _x(day: date, start: date) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (day - start).days / (WEEKS * 7)


def place(marks: Iterable[Mark], start: date) -> list[Placed]:
    """Put marks of a day together, and words where they overlap nothing; late ones choose first."""
    days: dict[date, list[Mark]] = {}
    for mark in marks:
        days.setdefault(mark.on, []).append(mark)
    signs = [_sign(found, _x(day, start)) for day, found in sorted(days.items())]
    taken: list[list[tuple[float, float]]] = [[] for _row in range(ROWS)]
    for sign in sorted(signs, key=lambda each: (not each.is_late, each.x)):
        half = sign.width / 2 + GAP / 2
        edges = (sign.label_x - half, sign.label_x + half)
        for row, spans in enumerate(taken):
            if all(edges[1] <= low or edges[0] >= high for low, high in spans):
                spans.append(edges)
                sign.row = row
                break
    return signs


def _sign(marks: list[Mark], x: float) -> Placed:
    first = marks[0]
    more = _(" (%(n)d more)") % {"n": len(marks) - 1} if len(marks) > 1 else ""
    beside = text_width(f"{first.before}{first.after}{more}")
    text = f"{first.before}{shortened(first.who, LONGEST - beside)}{first.after}{more}"
    width = max(text_width(text), 40)
    label_x = min(max(x, LEFT - 30 + width / 2), WIDTH - 2 - width / 2)
    return Placed(marks=marks, x=x, text=text, width=width, label_x=label_x)


def _ground(schedule: Schedule, upper: int, lower: int, height: int) -> SafeString:
    weeks = [schedule.start + timedelta(weeks=number) for number in range(WEEKS)]
    lines = format_html_join(
        "",
        '<line class="hx-w" x1="{0}" x2="{0}" y1="12" y2="{1}"/>',
        ((f"{_x(week, schedule.start):.1f}", height - 20) for week in weeks),
    )
    names = format_html_join(
        "",
        '<text class="c-ax" x="{}" y="{}">{}</text>',
        ((f"{_x(week, schedule.start) + 4:.1f}", height - 6, short_day(week)) for week in weeks),
    )
    return format_html(
        '<path class="hx-s rd" d="{}"/><path class="hx-s sales" d="{}"/>{}{}'
        '<line class="hx-lane rd" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<line class="hx-lane sales" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="hx-t rd" x="0" y="{}">{}</text>'
        '<text class="hx-t sales" x="0" y="{}">{}</text>',
        _strand(upper, lower, pi / 2),
        _strand(upper, lower, -pi / 2),
        lines,
        names,
        *(LEFT, WIDTH - RIGHT, upper, upper),
        *(LEFT, WIDTH - RIGHT, lower, lower),
        *(upper + 4, _("R&D")),
        *(lower + 4, _("Sales")),
    )


def _strand(upper: int, lower: int, phase: float) -> str:
    middle, swing, points = (upper + lower) / 2, (lower - upper) / 2, 84
    return " ".join(
        f"{'L' if at else 'M'}{LEFT + (WIDTH - LEFT - RIGHT) * at / points:.1f} "
        f"{middle + swing * sin(at / points * pi * WEEKS + phase):.1f}"
        for at in range(points + 1)
    )


def _today(schedule: Schedule, height: int) -> SafeString:
    return format_html(
        '<line class="hx-now" x1="{0}" x2="{0}" y1="12" y2="{1}"/>',
        f"{_x(schedule.today, schedule.start):.1f}",
        height - 20,
    )


def _curves(
    schedule: Schedule,
    above: Sequence[Placed],
    below: Sequence[Placed],
    upper: int,
    lower: int,
) -> tuple[SafeString, SafeString]:
    """Join each customer's mark with the milestone it waits for; say how late the red ones are."""
    at = {id(mark): sign.x for sign in (*above, *below) for mark in sign.marks}
    paths: list[tuple[str, str]] = []
    notes: list[SafeString] = []
    taken: list[tuple[float, float]] = []
    for tone, lost, start, end in _bonds(schedule, at):
        paths.append(
            (
                tone,
                f"M{start:.1f} {upper + 9} C{start:.1f} {upper + 42} "
                f"{end:.1f} {lower - 42} {end:.1f} {lower - 9}",
            )
        )
        if lost:
            notes += _note(lost, start, end, (upper + lower) / 2, taken)
    drawn = format_html_join("", '<path class="hx-l {}" d="{}"/>', paths)
    return drawn, _joined(notes)


def _bonds(schedule: Schedule, at: dict[int, float]) -> Iterator[tuple[str, int, float, float]]:
    seen: set[tuple[str, float, float]] = set()
    found = [
        (tone, lost, at[id(schedule.milestones[pk])], at[id(mark)])
        for mark in schedule.actions
        for pk, tone, lost in mark.waits_for
        if pk in schedule.milestones
    ]
    # The red ones are drawn last, over the others.
    for tone, lost, start, end in sorted(found, key=lambda each: (each[0] == "bad", each[1])):
        if (tone, start, end) not in seen:
            seen.add((tone, start, end))
            yield tone, lost, start, end


def _note(
    lost: int, start: float, end: float, middle: float, taken: list[tuple[float, float]]
) -> Iterator[SafeString]:
    text = ngettext("%(n)d day late", "%(n)d days late", lost) % {"n": lost}
    width = text_width(text) + 16
    x = min(max((start + end) / 2, LEFT + width / 2), WIDTH - width / 2)
    edges = (x - width / 2 - 4, x + width / 2 + 4)
    if any(edges[0] < high and edges[1] > low for low, high in taken):
        return
    taken.append(edges)
    yield format_html(
        '<g class="c-call" aria-hidden="true"><rect x="{}" y="{}" width="{}" height="20" rx="5"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        f"{x - width / 2:.1f}",
        f"{middle - 10:.1f}",
        f"{width:.1f}",
        f"{x:.1f}",
        f"{middle + 4:.1f}",
        text,
    )


def hint_of(mark: Mark) -> str:
    """Say all there is to know of a mark in one line."""
    parts = [f"{mark.name} {short_day(mark.on)}", mark.hint]
    if mark.days_late:
        days = mark.days_late
        parts.append(ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days})
    if mark.is_done:
        parts.append(_("reached"))
    return " · ".join(part for part in parts if part)


def _link(sign: Placed, inner: SafeString) -> SafeString:
    hint = "\n".join(hint_of(mark) for mark in sign.marks)
    url = sign.marks[0].url if len(sign.marks) == 1 else "?as=table"
    # What is shown is the name, so that whoever speaks to the page is understood.
    told = "aria-description" if sign.row is not None else "aria-label"
    return format_html(
        '<a class="hx-a" href="{}" data-tip="{}" {}="{}">{}</a>', url, hint, told, hint, inner
    )


def _tone(sign: Placed) -> str:
    if sign.is_late:
        return "bad"
    return "done" if sign.is_done else ""


def _upper_sign(sign: Placed, y: int) -> SafeString:
    words = SafeString("")
    if sign.row is not None:
        base = y - 32 - sign.row * UPPER_ROW
        words = format_html(
            '<text class="hx-b {}" text-anchor="middle" x="{}" y="{}">{}</text> '
            '<text class="c-ax" text-anchor="middle" x="{}" y="{}">{}</text>',
            "bad" if sign.is_late else "",
            f"{sign.label_x:.1f}",
            base,
            sign.text,
            f"{sign.label_x:.1f}",
            base + 15,
            short_day(sign.marks[0].on),
        )
    diamond = format_html(
        '<rect class="hx-m {}" x="{}" y="{}" width="14" height="14" rx="3" '
        'transform="rotate(45 {} {})"/>',
        _tone(sign),
        f"{sign.x - 7:.1f}",
        y - 7,
        f"{sign.x:.1f}",
        y,
    )
    return _link(sign, words + diamond)


def _lower_sign(sign: Placed, y: int) -> SafeString:
    words = SafeString("")
    if sign.row is not None:
        base = y + 25 + sign.row * LOWER_ROW
        words = format_html(
            '<text class="hx-b {}" text-anchor="middle" x="{}" y="{}">{}</text>',
            "bad" if sign.is_late else "",
            f"{sign.label_x:.1f}",
            base,
            sign.text,
        )
    dot = format_html(
        '<circle class="hx-p {}" cx="{}" cy="{}" r="7.5"/>', _tone(sign), f"{sign.x:.1f}", y
    )
    return _link(sign, words + dot)


def _stems(signs: Iterable[Placed], y: int, *, up: bool) -> SafeString:
    """Lead from words that stand in a further row to their sign; drawn behind all words."""
    step = -UPPER_ROW if up else LOWER_ROW
    first, edge = (y - 12, -10) if up else (y + 12, 10)
    return format_html_join(
        "",
        '<line class="hx-stem" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>',
        ((f"{each.x:.1f}", y + edge, first + each.row * step) for each in signs if each.row),
    )
