"""What cards of the planning board and of the daily board show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.rnd.sprints.boards import age_of
from twintrack.rnd.sprints.planning import hours_of
from twintrack.rnd.work.lifecycle import UNDER_WAY
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.templatetags.work import kind_mark, written
from twintrack.ui.templatetags import ui


class CardDrawer:
    """
    Draws work items as cards.

    `revision` names the attribute that says what the person saw; what is not among `committed` is
    marked as added later where an iteration runs.
    """

    def __init__(
        self,
        *,
        at: datetime,
        revision: str,
        may_move: bool,
        committed: Collection[int] | None = None,
        carried: Mapping[int, int] | None = None,
        old_after: Mapping[str, float] | None = None,
    ) -> None:
        self._at, self._revision, self._may_move = at, revision, may_move
        self._committed, self._carried = committed, carried or {}
        self._old_after = old_after or {}
        self._base = reverse("work-item-list")
        self._requirements = reverse("requirement-list")
        self._dots, self._move_to = ui.icon("dots", "s"), escape(_("Move to"))

    def card(self, item: WorkItem) -> SafeString:
        """Draw one work item."""
        number, title = escape(item.number), escape(item.title)
        url = f"{self._base}{number}/"
        seen = getattr(item, self._revision)
        mover = (
            f'<button class="mv" type="button" popovertarget="move-menu"'
            f' aria-label="{self._move_to} {number}">{self._dots}</button>'
            if self._may_move
            else ""
        )
        marks = self._marks(item)
        meta = f'<div class="meta">{marks}</div>' if marks else ""
        # Everything that people typed was escaped above or is where it is drawn.
        return mark_safe(
            f'<article class="card{" held" if item.is_blocked else ""}" tabindex="0"'
            f' id="w-{item.pk}" data-pk="{item.pk}" data-revision="{"" if seen is None else seen}"'
            f' data-href="{url}" data-peek="{url}peek/" aria-label="{number} {title}">'
            f'<div class="row">{kind_mark(item.kind)}'
            f'<a class="key" href="{url}" tabindex="-1">{number}</a>{self._age(item)}</div>{mover}'
            f'<div class="ttl">{title}</div>{meta}'
            f'<div class="foot">{self._foot(item)}</div></article>'
        )

    def _marks(self, item: WorkItem) -> SafeString:
        marks = []
        if item.is_blocked and item.blocked_at:
            marks.append(
                format_html(
                    '<span class="pill s bad long">{}{} · {}</span>',
                    ui.icon("hand-stop", "s"),
                    item.blocked_reason,
                    _days((self._at - item.blocked_at).days),
                )
            )
        if self._committed is not None and item.iteration_id and item.pk not in self._committed:
            marks.append(ui.pill(_("Added later"), "line", icon="plus"))
        times = self._carried.get(item.pk)
        if times:
            said = ngettext("Carried over %(n)d time", "Carried over %(n)d times", times)
            marks.append(ui.pill(said % {"n": times}, "warn", icon="repeat"))
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
        return mark_safe("".join(marks))

    def _age(self, item: WorkItem) -> SafeString:
        if item.state not in UNDER_WAY:
            return SafeString("")
        days, most = age_of(item, self._at), self._old_after.get(item.state)
        if most is not None and days > most:
            tip = _("Longer in this column than 85 of 100 cards before (%(most)s days)") % {
                "most": written(Decimal(str(round(most, 1))))
            }
            drawn = '<span class="of pill s warn" data-tip="{}">{}{}</span>'
            return format_html(drawn, tip, ui.icon("hourglass", "s"), _days(days))
        return (
            format_html('<span class="of num">{}</span>', _days(days)) if days else SafeString("")
        )

    def _foot(self, item: WorkItem) -> SafeString:
        points = hours = SafeString("")
        if item.points is not None:
            drawn = '<span class="pts num" data-tip="{}">{}</span>'
            points = format_html(drawn, _("Points"), written(item.points))
        left = hours_of(item)
        if left:
            hours = format_html('<span class="num">{} h</span>', written(left))
        who = ui.avatar(item.assignee, "s")
        return format_html("{}{}{}{}", ui.priority(item.priority), points, hours, who)


def _days(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
