"""Control chart: a course between limits, what lies beyond them, and the releases on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.ui.charts import chart as base
from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Mark, Row, Words

FLAG_ROW = 22


@dataclass(frozen=True)
class Point:
    """One value; without one the line has a gap. Limits hold for this point alone."""

    at: date
    value: float | None
    lower: float | None = None
    centre: float | None = None
    upper: float | None = None
    # The counts behind it, such as 31/33.
    words: str = ""
    is_out: bool = False
    url: str = ""


@dataclass(frozen=True)
class Flag:
    """Something that happened, such as a release."""

    at: date
    label: str
    is_hot: bool = False
    url: str = ""


@dataclass(frozen=True)
class Alarm:
    """Since when the course is out of its limits, and what to call that."""

    since: date
    label: str = ""
    # What happens is what everybody wishes for.
    is_good: bool = False


def control(
    *,
    title: Words,
    points: Sequence[Point],
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    flags: Sequence[Flag] = (),
    alarm: Alarm | None = None,
    target: float | None = None,
    decimals: int = 1,
    height: float = 230,
    csv_url: str = "",
    small: bool = False,
    from_zero: bool = True,
    empty_text: Words = "",
) -> Chart:
    """Draw a course with its limits; fewer than five values get no limits, only themselves."""
    known = [each.value for each in points if each.value is not None]
    is_few = len(known) < base.FEW
    edges = [] if is_few else [e for p in points for e in (p.lower, p.upper) if e is not None]
    if target is not None:
        edges.append(target)
    ground = Ground(
        height,
        scales.scale([*known, *edges], height=height, from_zero=from_zero, steps=2 if small else 5),
        unit,
        small=small,
    )
    places = (
        scales.over_time([each.at for each in points], points[0].at, points[-1].at)
        if points
        else []
    )
    drawing = _Drawing(ground, points, places, unit, decimals)
    drawing.alarm(alarm)
    if not is_few:
        drawing.limits()
    drawing.target(target)
    drawing.flags(flags)
    drawing.course(alarm)
    drawing.call(alarm)
    words = base.day_words([each.at for each in points])
    # Of months fewer fit side by side than of days.
    most = 2 if words and len(words[0]) > len("01-01") else 3
    ground.below(words, places, most if small else base.TICKS)
    summary = base.course_summary(
        known, words[0] if words else "", words[-1] if words else "", decimals, unit
    )
    return Chart(
        kind="control",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary) if known or small else SafeString(),
        columns=(
            _("Day"),
            _("Value"),
            _("Counts"),
            _("Lower limit"),
            _("Centre"),
            _("Upper limit"),
        ),
        rows=tuple(drawing.rows(words, is_few)),
        summary=summary,
        csv_url=csv_url,
        legend=_legend(points, alarm, target, is_few) if known else (),
        has_reading=bool(known),
        is_few=is_few,
        small=small,
        empty_text=empty_text,
    )


def _legend(
    points: Sequence[Point], alarm: Alarm | None, target: float | None, is_few: bool
) -> tuple[Mark, ...]:
    marks = []
    if not is_few and any(each.upper is not None for each in points):
        marks.append(Mark("k-band", _("between the limits")))
    if alarm or any(each.is_out for each in points):
        marks.append(Mark("k-out", _("out of the ordinary")))
    if target is not None:
        marks.append(Mark("k-target", _("target")))
    return tuple(marks)


@dataclass
class _Drawing:
    ground: Ground
    points: Sequence[Point]
    places: Sequence[float]
    unit: str
    decimals: int

    def _steps(self, values: Sequence[float | None]) -> list[svg.Spot | None]:
        """Make a level line of each value, from half-way before to half-way behind its point."""
        spots: list[svg.Spot | None] = []
        for index, value in enumerate(values):
            if value is None:
                spots.append(None)
                continue
            here = self.places[index]
            before = (self.places[index - 1] + here) / 2 if index else here
            behind = (self.places[index + 1] + here) / 2 if index + 1 < len(values) else here
            y = self.ground.y(value)
            spots += [(before, y), (behind, y)]
        return spots

    def limits(self) -> None:
        ground, points = self.ground, self.points
        upper = self._steps([each.upper for each in points])
        lower = self._steps([each.lower for each in points])
        pairs = [(a, b) for a, b in zip(upper, lower, strict=False) if a and b]
        if len(upper) == len(lower):
            ground.paths.append(svg.area([a for a, _b in pairs], [b for _a, b in pairs], "c-band"))
        ground.paths += [
            svg.path(upper, "c-lim"),
            svg.path(lower, "c-lim"),
            svg.path(self._steps([each.centre for each in points]), "c-mean"),
        ]
        last = points[-1]
        if ground.small:
            return
        for value, words in (
            (last.upper, _("upper limit %(value)s")),
            (last.centre, _("centre %(value)s")),
            (last.lower, _("lower limit %(value)s")),
        ):
            if value is not None:
                said = words % {"value": scales.number(value, self.decimals)}
                ground.label(ground.y(value), said, "c-dl lay")

    def target(self, value: float | None) -> None:
        if value is None:
            return
        y = self.ground.y(value)
        self.ground.marks.append(svg.line((0, y), (100, y), "c-target"))
        if not self.ground.small:
            said = _("target %(value)s") % {"value": scales.number(value, self.decimals)}
            self.ground.label(y, said, "c-dl aim")

    def _x(self, day: date) -> float:
        return scales.over_time([day], self.points[0].at, self.points[-1].at)[0]

    def alarm(self, alarm: Alarm | None) -> None:
        if alarm and self.points:
            x = max(0.0, self._x(alarm.since))
            look = "c-alarm good" if alarm.is_good else "c-alarm"
            self.ground.marks.append(svg.box(x, 0, 100 - x, self.ground.height, look))

    def call(self, alarm: Alarm | None) -> None:
        """Say at the first alarming point since when, on the side where there is room."""
        if not (alarm and alarm.label) or self.ground.small:
            return
        found = next(
            (i for i, e in enumerate(self.points) if e.at >= alarm.since and e.value is not None),
            None,
        )
        if found is None:
            return
        value = self.points[found].value or 0.0
        x, y = self.places[found], self.ground.y(value)
        wide = svg.width_of(alarm.label) + 18
        side = 1 if x < 40 else -1
        rise = -34 if y > 60 else 20
        left = 12 if side > 0 else -12 - wide
        self.ground.marks.append(
            svg.at(
                x,
                y,
                svg.tag(
                    "path",
                    d=f"M{side * 4} {4 if rise > 0 else -4}L{side * 12} {rise + 11}",
                ),
                svg.tag("rect", x=f"{left:.0f}", y=rise, width=f"{wide:.0f}", height=22, rx=5),
                svg.tag(
                    "text",
                    alarm.label,
                    x=f"{left + wide / 2:.0f}",
                    y=rise + 15,
                    text_anchor="middle",
                ),
                look="c-call good" if alarm.is_good else "c-call",
            )
        )

    def flags(self, flags: Sequence[Flag]) -> None:
        if not self.points:
            return
        first, last = self.points[0].at, self.points[-1].at
        shown = [each for each in flags if first <= each.at <= last]
        if not shown:
            return
        ends: list[float] = []
        for flag in shown:
            x = self._x(flag.at)
            wide = svg.width_of(flag.label) + 16
            # As if the drawing were 700 pixels wide: flags that would touch stand above another.
            start = x * 7 - wide / 2
            row = next((i for i, end in enumerate(ends) if end + 4 < start), len(ends))
            ends[row : row + 1] = [start + wide]
            self._flag(flag, x, row, wide)
        if not self.ground.small:
            self.ground.top = 8 + FLAG_ROW * len(ends)

    def _flag(self, flag: Flag, x: float, row: int, wide: float) -> None:
        lift = 0 if self.ground.small else -8 - FLAG_ROW * row
        inside = [svg.tag("line", x1=0, x2=0, y1=lift, y2=f"{self.ground.height:.0f}")]
        if not self.ground.small:
            inside += [
                svg.tag(
                    "rect", x=f"{-wide / 2:.1f}", y=lift - 12, width=f"{wide:.0f}", height=18, rx=9
                ),
                svg.tag("text", flag.label, x=0, y=lift + 1, text_anchor="middle"),
            ]
        drawn = svg.at(x, 0, *inside, look="c-rel hot" if flag.is_hot else "c-rel")
        self.ground.marks.append(svg.linked(drawn, flag.url))

    def course(self, alarm: Alarm | None) -> None:
        ground = self.ground
        begun = alarm.since if alarm and alarm.is_good else None
        spots: list[svg.Spot | None] = [
            None if each.value is None else (x, ground.y(each.value))
            for x, each in zip(self.places, self.points, strict=True)
        ]
        ground.paths.append(svg.path(spots, "c-line"))
        last = max((i for i, spot in enumerate(spots) if spot), default=-1)
        many = len(spots) > 60
        for index, (spot, each) in enumerate(zip(spots, self.points, strict=True)):
            if spot is None or (not each.is_out and index != last and (many or ground.small)):
                continue
            good = " good" if begun and each.at >= begun else ""
            if each.is_out and not ground.small:
                ground.marks.append(svg.point(*spot, f"c-halo{good}", 7))
            look = f"c-pt out{good}" if each.is_out else "c-pt"
            mark = svg.point(*spot, look, 2.6 if ground.small else 3.6)
            ground.marks.append(svg.linked(mark, each.url))
        if last >= 0 and self.points[last].is_out and not ground.small:
            said = scales.number(self.points[last].value, self.decimals, self.unit)
            look = "c-dl hot good" if begun else "c-dl hot"
            ground.label(spots[last][1], said, look)  # type: ignore[index]

    def rows(self, words: Sequence[str], is_few: bool) -> list[Row]:
        def written(value: float | None) -> str:
            return "" if value is None or is_few else scales.number(value, self.decimals)

        return [
            Row(
                (
                    day,
                    scales.number(each.value, self.decimals, self.unit),
                    each.words,
                    written(each.lower),
                    written(each.centre),
                    written(each.upper),
                ),
                x,
                None if each.value is None else self.ground.y(each.value),
                each.url,
            )
            for day, x, each in zip(words, self.places, self.points, strict=True)
        ]
