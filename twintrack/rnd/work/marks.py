"""How kinds and amounts of work are drawn and written."""

from decimal import Decimal
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from twintrack.rnd.work.models import Kind
from twintrack.ui.templatetags import ui

KINDS = {
    Kind.EPIC: ("bolt", "helix"),
    Kind.STORY: ("bookmark", "rd"),
    Kind.TASK: ("checkbox", ""),
    Kind.DEFECT: ("bug", "bad"),
    Kind.SPIKE: ("flask", "sales"),
}


def kind_mark(kind: str) -> SafeString:
    """Draw what kind of work it is."""
    icon, tone = KINDS[Kind(kind)]
    return _kind_mark(icon, tone, str(Kind(kind).label))


@cache
def _kind_mark(icon: str, tone: str, label: str) -> SafeString:
    return format_html(
        '<span class="kind {}" data-tip="{}">{}</span>',
        tone,
        label,
        ui.icon(icon, "s", label=label),
    )


def written(amount: Decimal | None) -> str:
    """Write an amount without idle zeros: 3.0 is 3."""
    if amount is None:
        return ""
    return f"{amount.normalize():f}"
