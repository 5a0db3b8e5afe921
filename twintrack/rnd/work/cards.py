"""What cards of work items have in common on every board."""

from __future__ import annotations

from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from twintrack.rnd.work.marks import kind_mark, written
from twintrack.rnd.work.models import WorkItem
from twintrack.ui.templatetags import ui


class CardFrame:
    """
    The card around what a board shows of a work item.

    Cards are put together here and not in a template: three hundred cost a tenth of the time.
    """

    def __init__(self, *, may_move: bool) -> None:
        self._may_move = may_move
        self._base = reverse("work-item-list")
        self._requirements = reverse("requirement-list")
        self._dots, self._move_to = ui.icon("dots", "s"), escape(_("Move to"))

    def draw(
        self, item: WorkItem, *, revision: object, beside: str, below: str, foot: str
    ) -> SafeString:
        """
        Put a card together.

        `revision` is what the person sees of it and sends along when they move it; `beside` stands
        beside its number, `below` under its title. These three are safe already.
        """
        number, title = escape(item.number), escape(item.title)
        url = f"{self._base}{number}/"
        mover = (
            f'<button class="mv" type="button" popovertarget="move-menu"'
            f' aria-label="{self._move_to} {number}">{self._dots}</button>'
            if self._may_move
            else ""
        )
        seen = "" if revision is None else revision
        # Everything that people typed was escaped above or is where it is drawn.
        return mark_safe(
            f'<article class="card{" held" if item.is_blocked else ""}" tabindex="0"'
            f' id="w-{item.pk}" data-pk="{item.pk}" data-revision="{seen}" data-href="{url}"'
            f' data-peek="{url}peek/" aria-label="{number} {title}"><div class="row">'
            f'{kind_mark(item.kind)}<a class="key" href="{url}" tabindex="-1">{number}</a>'
            f'{beside}</div>{mover}<div class="ttl">{title}</div>{below}'
            f'<div class="foot">{foot}</div></article>'
        )

    def requirement(self, item: WorkItem) -> SafeString:
        """Draw the requirement that a work item makes come true, where there is one."""
        if item.requirement is None:
            return SafeString("")
        return format_html(
            '<a class="pill s rd" href="{}{}/" tabindex="-1" data-tip="{}">{}{}</a>',
            self._requirements,
            item.requirement.number,
            item.requirement.title,
            ui.icon("bulb", "s"),
            item.requirement.number,
        )


def points(item: WorkItem) -> SafeString:
    """Draw how large work is, where somebody said so."""
    if item.points is None:
        return SafeString("")
    drawn = '<span class="pts num" data-tip="{}">{}</span>'
    return format_html(drawn, _("Points"), written(item.points))


def below(marks: str) -> str:
    """Frame the marks under a card's title, where there are any."""
    return f'<div class="meta">{marks}</div>' if marks else ""
