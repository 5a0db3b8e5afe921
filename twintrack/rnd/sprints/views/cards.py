"""What cards of the planning board and of the daily board show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.rnd.sprints.boards import age_of
from twintrack.rnd.sprints.planning import hours_of
from twintrack.rnd.work.cards import CardFrame, below, points
from twintrack.rnd.work.lifecycle import UNDER_WAY
from twintrack.rnd.work.marks import written
from twintrack.rnd.work.models import WorkItem
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
        self._at, self._revision = at, revision
        self._frame = CardFrame(may_move=may_move)
        self._committed, self._carried = committed, carried or {}
        self._old_after = old_after or {}

    def card(self, item: WorkItem) -> SafeString:
        """Draw one work item."""
        return self._frame.draw(
            item,
            revision=getattr(item, self._revision),
            beside=self._age(item),
            below=below(self._marks(item)),
            foot=self._foot(item),
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
        marks.append(self._frame.requirement(item))
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
        hours = SafeString("")
        left = hours_of(item)
        if left:
            hours = format_html('<span class="num">{} h</span>', written(left))
        who = ui.avatar(item.assignee, "s")
        return format_html("{}{}{}{}", ui.priority(item.priority), points(item), hours, who)


def _days(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
