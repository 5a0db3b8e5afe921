"""
Marks of a drawing. Across, positions are shares of 100; down, they are pixels.

So a drawing takes the width it finds, and its words and points keep their size.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Spot = tuple[float, float]


def tag(name: str, *inside: str, **attributes: object) -> SafeString:
    """Write one element; a trailing underscore of a name is dropped, others become hyphens."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    body = "".join(conditional_escape(each) for each in inside)
    # Names and values are escaped above, what stands inside is safe or is escaped here.
    return mark_safe(f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>")


def across(x: float) -> str:
    """Write a position across."""
    return f"{x:.2f}%"


def down(y: float) -> str:
    """Write a position down."""
    return f"{y:.1f}"


def text(words: str, x: float, y: float, look: str, **more: object) -> SafeString:
    """Write words at a position."""
    return tag("text", words, class_=look, x=across(x), y=down(y), **more)


def line(start: Spot, end: Spot, look: str) -> SafeString:
    """Draw a straight line."""
    return tag(
        "line",
        class_=look,
        x1=across(start[0]),
        y1=down(start[1]),
        x2=across(end[0]),
        y2=down(end[1]),
    )


def point(x: float, y: float, look: str, radius: float = 3.4) -> SafeString:
    """Draw a round point."""
    return tag("circle", class_=look, cx=across(x), cy=down(y), r=radius)


def box(x: float, y: float, width: float, height: float, look: str, **more: object) -> SafeString:
    """Draw a rectangle; its width is a share of 100."""
    return tag(
        "rect",
        class_=look,
        x=across(x),
        y=down(y),
        width=across(max(width, 0)),
        height=down(max(height, 0)),
        **more,
    )


def drawn(paths: Iterable[SafeString], height: float) -> SafeString:
    """Stretch paths over the width of the drawing; the widths of their strokes stay."""
    return tag(
        "svg",
        *paths,
        class_="c-fit",
        viewBox=f"0 0 100 {height:.0f}",
        preserveAspectRatio="none",
        width="100%",
        height=f"{height:.0f}",
    )


def path(spots: Sequence[Spot | None], look: str) -> SafeString:
    """Join spots by straight lines; nothing stands for a gap."""
    steps, is_apart = [], True
    for spot in spots:
        if spot is not None:
            steps.append(f"{'M' if is_apart else 'L'}{spot[0]:.2f} {spot[1]:.1f}")
        is_apart = spot is None
    return tag("path", class_=look, d="".join(steps)) if steps else SafeString("")


def area(upper: Sequence[Spot], lower: Sequence[Spot], look: str) -> SafeString:
    """Fill what lies between two lines."""
    around = [*upper, *reversed(lower)]
    if not around:
        return SafeString("")
    steps = "L".join(f"{x:.2f} {y:.1f}" for x, y in around)
    return tag("path", class_=look, d=f"M{steps}Z")


def at(x: float, y: float, *inside: str, look: str = "") -> SafeString:
    """Place marks whose own positions are pixels from a spot."""
    return tag("svg", *inside, class_=look, x=across(x), y=down(y), overflow="visible")


def linked(mark: SafeString, url: str) -> SafeString:
    """Let a mark lead somewhere; by keyboard the same is reached through the table."""
    if not url:
        return mark
    return tag("a", mark, href=url, tabindex="-1", aria_label=_("See what is behind it"))


def width_of(words: str, size: float = 11.5) -> float:
    """Estimate how wide words are, in pixels."""
    return sum(size if ord(letter) > 0x2E80 else size * 0.58 for letter in words)
