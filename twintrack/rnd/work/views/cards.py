"""What a card of a board of work shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.chips import chips as draw_labels
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import labels_on
from twintrack.foundation.people.models import User
from twintrack.rnd.work.lifecycle import UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.views.rows import blocked, kind_mark, written
from twintrack.ui.templatetags import ui

# From so many days in one column on, a card says so.
STALE_DAYS = 5


class CardDrawer:
    """
    Draws work items as cards for one person; the same value is drawn only once.

    Cards are put together here and not in a template: three hundred cost a tenth of the time.
    """

    def __init__(self, user: User, *, today: date, names_product: bool = True) -> None:
        self.may_work = may(user, Act.WORK_ON_ITEMS)
        self._today, self._names_product = today, names_product
        self._base = reverse("work-item-list")
        self._requirements = reverse("requirement-list")
        self._labels: dict[int, list[Label]] = {}
        self._drawn: dict[Hashable, str] = {}
        self._dots, self._move_to = ui.icon("dots", "s"), escape(_("Move to"))

    def look_up(self, items: Iterable[WorkItem]) -> None:
        """Ask for the labels of all cards of a board at once."""
        self._labels = labels_on("work_item", [each.pk for each in items])

    def card(self, item: WorkItem) -> SafeString:
        """Draw one work item."""
        number, title = escape(item.number), escape(item.title)
        url = f"{self._base}{number}/"
        of = self._once(("of", item.product_id), lambda: self._product(item))
        labels = self._labels.get(item.pk)
        mover = (
            f'<button class="mv" type="button" popovertarget="move-menu"'
            f' aria-label="{self._move_to} {number}">{self._dots}</button>'
            if self.may_work
            else ""
        )
        state = self._once(item.state, lambda: escape(str(State(item.state).label)))
        shown = ("foot", item.priority, item.points, item.due_on, item.assignee_id)
        foot = self._once(shown, lambda: self._foot(item))
        # Everything that people typed was escaped above or is where it is drawn.
        return mark_safe(
            f'<article class="card{" held" if item.blocked_at else ""}" tabindex="0"'
            f' id="w-{item.pk}" data-pk="{item.pk}" data-revision="{item.state}" data-href="{url}"'
            f' data-peek="{url}peek/" aria-label="{number} {title}"><div class="row">'
            f'{kind_mark(item.kind)}<a class="key" href="{url}" tabindex="-1">{number}</a>'
            f'<span class="sr">{state}</span>{of}</div>{mover}'
            f'<div class="ttl">{title}</div>{draw_labels(labels) if labels else ""}'
            f'{self._chips(item)}<div class="foot">{foot}</div></article>'
        )

    def _once(self, key: Hashable, draw: Callable[[], str]) -> str:
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = draw()
        return found

    def _product(self, item: WorkItem) -> str:
        name = item.product.name if self._names_product else ""
        return format_html('<span class="of ell">{}</span>', name)

    def _chips(self, item: WorkItem) -> str:
        marks = str(blocked(item)) if item.blocked_at else ""
        if item.requirement_id is not None:
            marks += self._once(("of", "requirement", item.requirement_id), lambda: self._for(item))
        if item.state in UNDER_WAY:
            days = (self._today - timezone.localdate(item.entered_at)).days
            if days >= STALE_DAYS:
                marks += self._once(("days", days), lambda: self._days(days))
        return f'<div class="meta">{marks}</div>' if marks else ""

    def _for(self, item: WorkItem) -> str:
        assert item.requirement is not None
        return format_html(
            '<a class="pill s rd" href="{}{}/" tabindex="-1" data-tip="{}">{}{}</a>',
            self._requirements,
            item.requirement.number,
            item.requirement.title,
            ui.icon("bulb", "s"),
            item.requirement.number,
        )

    def _days(self, days: int) -> str:
        return format_html(
            '<span class="pill s warn" data-tip="{}">{}{}</span>',
            ngettext("%(days)d day here", "%(days)d days here", days) % {"days": days},
            ui.icon("hourglass", "s"),
            days,
        )

    def _foot(self, item: WorkItem) -> str:
        points = due = SafeString("")
        if item.points is not None:
            tip = _("Points")
            points = format_html(
                '<span class="pts num" data-tip="{}">{}</span>', tip, written(item.points)
            )
        if item.due_on:
            due = format_html(
                '<span class="num">{}{}</span>', ui.icon("calendar", "s"), ui.short_day(item.due_on)
            )
        who = ui.avatar(item.assignee, "s") if item.assignee else ""
        return format_html("{}{}{}{}", ui.priority(item.priority), points, due, who)
