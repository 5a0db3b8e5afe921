"""What every chart has: its words, its table, and the ground it is drawn on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zlib import crc32

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.scales import Scale
from twintrack.ui.templatetags.ui import short_day

Words = str | Promise
# Fewer than so many values say nothing about a course.
FEW = 5
# A number without a unit.
BARE = re.compile(r"−?[\d,.]+")
TICKS = 7
# So few words stand side by side in any width.
FEW_WORDS = 4
LABEL_GAP = 15


@dataclass(frozen=True)
class Mark:
    """One line of the legend: the class of what is drawn, and what it means."""

    look: str
    label: str


@dataclass(frozen=True)
class Row:
    """One line of the table, and where on the drawing it stands."""

    cells: tuple[str, ...]
    x: float = 0.0
    y: float | None = None
    url: str = ""

    @property
    def place(self) -> str:
        """Where the row stands, as written into the table."""
        return f"{self.x:.2f}"


@dataclass(frozen=True)
class Chart:
    """A drawing with the table that says the same."""

    kind: str
    title: Words
    # Nothing where no row has a value: an empty ground would only look broken.
    body: SafeString
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    # Unit, window and count, in one line.
    hint: Words = ""
    # What the drawing shows, for those who do not see it.
    summary: str = ""
    # How the numbers are made.
    formula: Words = ""
    legend: tuple[Mark, ...] = ()
    # Where the rows are to be had as a file.
    csv_url: str = ""
    # Too few values for a course: the counts are shown, nothing is concluded.
    is_few: bool = False
    has_reading: bool = True
    # Several courses of the same kind: none is told without its name.
    is_of_many: bool = False
    small: bool = False
    empty_text: Words = ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to draw."""
        return not self.rows

    @property
    def key(self) -> str:
        """A name for the parts of this chart on a page."""
        return f"chart-{crc32(f'{self.kind}{self.title}{self.hint}'.encode()):08x}"

    @property
    def reading(self) -> str:
        """What the last row says."""
        if not self.rows:
            return ""
        said = zip(self.columns, self.rows[-1].cells, strict=False)
        # A bare number, or one of several courses, is named: nobody sees the columns it stands in.
        return " · ".join(
            f"{column} {cell}" if BARE.fullmatch(cell) or (turn and self.is_of_many) else cell
            for turn, (column, cell) in enumerate(said)
            if cell
        )


@dataclass
class Ground:
    """The ground of a drawing: steps of the scale at the left, words below, labels at the right."""

    height: float
    scale: Scale
    unit: str = ""
    top: float = 8
    bottom: float = 24
    right: float = 14
    small: bool = False
    marks: list[SafeString] = field(default_factory=list)
    paths: list[SafeString] = field(default_factory=list)
    _labels: list[tuple[float, str, str]] = field(default_factory=list)

    def y(self, value: float) -> float:
        """Place a value."""
        return self.scale.y(value)

    def grid(self) -> list[SafeString]:
        """Draw the steps of the scale."""
        decimals = self.scale.decimals
        drawn = []
        for each in self.scale.ticks:
            y = self.y(each)
            drawn.append(svg.line((0, y), (100, y), "c-grid"))
            words = scales.tick_words(each, decimals)
            drawn.append(svg.text(words, 0, y + 4, "c-ax", dx=-8, text_anchor="end"))
        return drawn

    def below(self, words: Sequence[str], places: Sequence[float], most: int = TICKS) -> None:
        """Write some of the words below the drawing; a narrow one shows every second of them."""
        step = max(1, -(-len(words) // most))
        chosen = list(range(len(words) - 1, -1, -step))
        for turn, index in enumerate(chosen):
            x = places[index]
            anchor = (
                "start" if x < 2 and self.small else "end" if x > 98 and self.small else "middle"
            )
            look = "c-ax w" if turn % 2 and len(chosen) > FEW_WORDS else "c-ax"
            self.marks.append(svg.text(words[index], x, self.height + 18, look, text_anchor=anchor))

    def label(self, y: float, words: str, look: str = "c-dl") -> None:
        """Write words at the right end of a line; they make room for one another."""
        self._labels.append((y, words, look))

    def _placed_labels(self) -> list[SafeString]:
        ordered = sorted(self._labels)
        places: list[float] = []
        for y, _words, _look in ordered:
            places.append(max(y + 4, places[-1] + LABEL_GAP) if places else y + 4)
        # The lowest stay beside the drawing, and push the others up.
        limit = self.height + 4
        for turn in range(len(places) - 1, -1, -1):
            places[turn] = min(places[turn], limit)
            limit = places[turn] - LABEL_GAP
        return [
            svg.text(words, 100, place, look, dx=8)
            for place, (_y, words, look) in zip(places, ordered, strict=True)
        ]

    @property
    def _left(self) -> float:
        decimals = self.scale.decimals
        widest = max(svg.width_of(scales.tick_words(t, decimals), 12) for t in self.scale.ticks)
        return widest + 12

    def draw(self, *, summary: str, left: float | None = None) -> SafeString:
        """Put everything together; what needs no scale says how much room it needs at the left."""
        labels = self._placed_labels()
        right = self.right
        if labels:
            right = 14 + max(svg.width_of(words, 12.5) for _y, words, _look in self._labels)
        drawing = svg.tag(
            "svg",
            *(self.grid() if left is None else ()),
            svg.drawn(self.paths, self.height),
            *self.marks,
            *labels,
            class_="plot",
            height=f"{self.height:.0f}",
            # An image may hold no links, a group may.
            role="group",
            tabindex="" if self.small else "0",
            aria_label=summary,
        )
        left = self._left if left is None else left
        edges = (
            f"--cl:{left:.0f}px;--cr:{right:.0f}px;--ct:{self.top:.0f}px;--cb:{self.bottom:.0f}px"
        )
        return svg.tag("div", drawing, class_="ch", style=edges)


def day_words(days: Sequence[date]) -> list[str]:
    """Write days as they stand below a drawing; the first days of months stand for the months."""
    if len(days) > 1 and all(each.day == 1 for each in days):
        return [f"{each:%Y-%m}" for each in days]
    return [str(short_day(each)) for each in days]


def course_summary(values: Sequence[float], first: str, last: str, decimals: int, unit: str) -> str:
    """Say what a course looks like to those who do not see it."""
    if not values:
        return _("Nothing to show yet.")
    return _(
        "From %(first)s to %(last)s: last %(now)s, lowest %(low)s, highest %(high)s, %(n)d values."
    ) % {
        "first": first,
        "last": last,
        "now": scales.number(values[-1], decimals, unit),
        "low": scales.number(min(values), decimals, unit),
        "high": scales.number(max(values), decimals, unit),
        "n": len(values),
    }
