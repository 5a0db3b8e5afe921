"""What a card of a board of work shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.chips import chips as draw_labels
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import labels_on
from twintrack.foundation.people.models import User
from twintrack.rnd.work.cards import CardFrame, below, points
from twintrack.rnd.work.lifecycle import UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.views.rows import blocked
from twintrack.ui.templatetags import ui

# From so many days in one column on, a card says so.
STALE_DAYS = 5


class CardDrawer:
    """Draws work items as cards for one person; the same value is drawn only once."""

    def __init__(self, user: User, *, today: date, names_product: bool = True) -> None:
        self._frame = CardFrame(may_move=may(user, Act.WORK_ON_ITEMS))
        self._today, self._names_product = today, names_product
        self._labels: dict[int, list[Label]] = {}
        self._drawn: dict[Hashable, str] = {}

    def look_up(self, items: Iterable[WorkItem]) -> None:
        """Ask for the labels of all cards of a board at once."""
        self._labels = labels_on("work_item", [each.pk for each in items])

    def card(self, item: WorkItem) -> SafeString:
        """Draw one work item."""
        of = self._once(("of", item.product_id), lambda: self._product(item))
        state = self._once(item.state, lambda: self._state(item))
        labels = self._labels.get(item.pk)
        return self._frame.draw(
            item,
            revision=item.state,
            beside=f"{state}{of}",
            below=f"{draw_labels(labels) if labels else ''}{self._chips(item)}",
            foot=self._foot(item),
        )

    def _once(self, key: Hashable, draw: Callable[[], str]) -> str:
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = draw()
        return found

    def _product(self, item: WorkItem) -> str:
        name = item.product.name if self._names_product else ""
        return format_html('<span class="of ell">{}</span>', name)

    def _state(self, item: WorkItem) -> str:
        return format_html('<span class="sr">{}</span>', State(item.state).label)

    def _chips(self, item: WorkItem) -> str:
        marks = str(blocked(item)) if item.blocked_at else ""
        if item.requirement_id is not None:
            key = ("of", "requirement", item.requirement_id)
            marks += self._once(key, lambda: self._frame.requirement(item))
        if item.state in UNDER_WAY:
            days = (self._today - timezone.localdate(item.entered_at)).days
            if days >= STALE_DAYS:
                marks += self._once(("days", days), lambda: self._days(days))
        return below(marks)

    def _days(self, days: int) -> str:
        return format_html(
            '<span class="pill s warn" data-tip="{}">{}{}</span>',
            ngettext("%(days)d day here", "%(days)d days here", days) % {"days": days},
            ui.icon("hourglass", "s"),
            days,
        )

    def _foot(self, item: WorkItem) -> str:
        """Put together what few values make up: of all four at once each card has its own."""
        marks = self._once(("priority", item.priority), lambda: ui.priority(item.priority))
        marks += self._once(("points", item.points), lambda: points(item))
        if item.due_on:
            marks += self._once(("due", item.due_on), lambda: self._due(item))
        if item.assignee:
            marks += self._once(("who", item.assignee_id), lambda: ui.avatar(item.assignee, "s"))
        return marks

    def _due(self, item: WorkItem) -> str:
        return format_html(
            '<span class="num">{}{}</span>', ui.icon("calendar", "s"), ui.short_day(item.due_on)
        )
