"""What a card of a board of work shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django.urls import reverse
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
    """Draws work items as cards for one person; three hundred cost a tenth of what templates do."""

    def __init__(self, user: User, *, at: datetime, names_product: bool = True) -> None:
        self.may_work = may(user, Act.WORK_ON_ITEMS)
        self._at, self._names_product = at, names_product
        self._base = reverse("work-item-list")
        self._requirements = reverse("requirement-list")
        self._labels: dict[int, list[Label]] = {}
        self._dots, self._move_to = ui.icon("dots", "s"), escape(_("Move to"))

    def look_up(self, items: Iterable[WorkItem]) -> None:
        """Ask for the labels of all cards of a board at once."""
        self._labels = labels_on("work_item", [each.pk for each in items])

    def card(self, item: WorkItem) -> SafeString:
        """Draw one work item."""
        number, title = escape(item.number), escape(item.title)
        url = f"{self._base}{number}/"
        of = escape(item.product.name) if self._names_product else ""
        worn = draw_labels(self._labels.get(item.pk, ()))
        mover = (
            f'<button class="mv" type="button" popovertarget="move-menu"'
            f' aria-label="{self._move_to} {number}">{self._dots}</button>'
            if self.may_work
            else ""
        )
        state = escape(str(State(item.state).label))
        # Everything that people typed was escaped above or is where it is drawn.
        return mark_safe(
            f'<article class="card{" held" if item.is_blocked else ""}" tabindex="0"'
            f' id="w-{item.pk}" data-pk="{item.pk}" data-revision="{item.state}" data-href="{url}"'
            f' data-peek="{url}peek/" aria-label="{number} {title}"><div class="row">'
            f'{kind_mark(item.kind)}<a class="key" href="{url}" tabindex="-1">{number}</a>'
            f'<span class="sr">{state}</span><span class="of ell">{of}</span></div>{mover}'
            f'<div class="ttl">{title}</div>{worn}{self._chips(item)}'
            f'<div class="foot">{self._foot(item)}</div></article>'
        )

    def _chips(self, item: WorkItem) -> SafeString:
        marks = [blocked(item)]
        if item.requirement is not None:
            marks.append(
                format_html(
                    '<a class="pill s rd" href="{}{}/" tabindex="-1" data-tip="{}">{}{}</a>',
                    self._requirements,
                    item.requirement.number,
                    item.requirement.title,
                    ui.icon("bulb", "s"),
                    item.requirement.number,
                )
            )
        days = (self._at - item.entered_at).days
        if State(item.state) in UNDER_WAY and days >= STALE_DAYS:
            tip = ngettext("%(days)d day here", "%(days)d days here", days) % {"days": days}
            marks.append(
                format_html(
                    '<span class="pill s warn" data-tip="{}">{}{}</span>',
                    tip,
                    ui.icon("hourglass", "s"),
                    days,
                )
            )
        drawn = mark_safe("".join(marks))
        return format_html('<div class="meta">{}</div>', drawn) if drawn else SafeString("")

    def _foot(self, item: WorkItem) -> SafeString:
        points = (
            format_html(
                '<span class="pts num" data-tip="{}">{}</span>', _("Points"), written(item.points)
            )
            if item.points is not None
            else ""
        )
        due = (
            format_html(
                '<span class="num">{}{}</span>', ui.icon("calendar", "s"), ui.short_day(item.due_on)
            )
            if item.due_on
            else ""
        )
        who = ui.avatar(item.assignee, "s") if item.assignee else ""
        return format_html("{}{}{}{}", ui.priority(item.priority), points, due, who)
