"""What the address of the pool's list asks for, read once for the page, its rows and its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import pool
from twintrack.rnd.backlog.filters import ME, PoolFilterForm, without
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import count_to_review
from twintrack.rnd.backlog.views.columns import Column, wanted_columns
from twintrack.rnd.backlog.views.rows import state_words
from twintrack.ui.filters import SAVED, Tab
from twintrack.ui.paging import SIZE

# A page that is asked for anew shows as many rows as it had; more than this nobody scrolls.
MOST_PAGES = 20
GROUPS: dict[str, str | Promise] = {
    "product": _("Product"),
    "state": _("State"),
    "owner": _("Owner"),
    "release": _("Release"),
}


@dataclass(frozen=True, kw_only=True)
class Head:
    """A heading of the table: where a click leads, and how it is sorted now."""

    column: Column
    url: str
    order: str


class Asked:
    """The filters, order, groups and columns of one address."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.query = request.GET
        self.form = PoolFilterForm(request.GET, user=request.user)
        wanted = self.form.wanted
        # Whoever looks for a title or a number looks for it everywhere.
        everything = bool(wanted.text) or self.query.get("show") == "all"
        self.only = replace(wanted, scope="all" if everything else "open")
        sort = self.query.get("sort", pool.BY_VALUE)
        self.sort = sort if sort.removeprefix("-") in pool.SORTS else pool.BY_VALUE
        group = self.query.get("group", "")
        self.group = group if group in pool.GROUPS else ""
        self.columns = wanted_columns(request)

    @cached_property
    def found(self) -> QuerySet[Requirement]:
        return pool.list_pool(for_user=self.request.user, only=self.only)

    @property
    def order(self) -> tuple[str, ...]:
        return pool.order_of(self.sort, self.group, for_user=self.request.user)

    @property
    def rows(self) -> QuerySet[Requirement]:
        return pool.ready_for(pool.with_names(self.found), self.order)

    @property
    def size(self) -> int:
        """As many rows as the page had loaded when it asks for itself."""
        return SIZE * min(max(len(self.query.getlist("page")), 1), MOST_PAGES)

    @property
    def is_by_hand(self) -> bool:
        return self.sort == pool.BY_HAND and not self.group

    @property
    def address(self) -> str:
        """The list as it is, from its beginning."""
        return "?" + without(self.query).urlencode()

    def next_url(self, token: str, last: Requirement | None) -> str:
        """Give the address of the rows that follow."""
        if not token or last is None:
            return ""
        following = without(self.query, "under")
        following["after"] = token
        if self.group:
            following["under"] = str(self._group_of(last))
        return "?" + following.urlencode()

    @property
    def heads(self) -> Iterator[Head]:
        for column in self.columns:
            by = self.sort.removeprefix("-") == column.sort
            falls = self.sort.startswith("-")
            turned = not falls if by else column.falls
            target = without(self.query, "sort")
            target["sort"] = ("-" if turned else "") + column.sort
            order = ("descending" if falls else "ascending") if by else ""
            yield Head(
                column=column,
                url="?" + target.urlencode() if column.sort else "",
                order=order if column.sort else "",
            )

    @property
    def tabs(self) -> Iterator[Tab]:
        waiting = [State.PROPOSED.value, State.UNDER_REVIEW.value]
        ready: list[tuple[str | Promise, dict[str, str | list[str]], int]] = [
            (_("By value"), {}, 0),
            (_("Manual order"), {"sort": pool.BY_HAND}, 0),
            (_("To review"), {"state": waiting}, count_to_review(for_user=self.request.user)),
            (_("Customers waiting"), {"customers": "1"}, 0),
            (_("Mine"), {"owner": ME}, 0),
            (_("Finished"), {"state": list(pool.FINISHED)}, 0),
            (_("All"), {"show": "all"}, 0),
        ]
        for label, wanted, count in ready:
            address = without(self.query, *_DEFINING, SAVED)
            for name, value in wanted.items():
                address.setlist(name, value if isinstance(value, list) else [value])
            yield Tab(
                label=label,
                url="?" + address.urlencode(),
                is_on=all(self.query.getlist(name) == address.getlist(name) for name in _DEFINING),
                count=count,
            )

    def with_groups(
        self, rows: list[SafeString], requirements: Sequence[Requirement], counts: dict[Any, int]
    ) -> list[SafeString]:
        """Write a heading above the first row of each group."""
        before = self.query.get("under", "") if self.query.get("after") else None
        headed = []
        for row, requirement in zip(rows, requirements, strict=True):
            key = self._group_of(requirement)
            if str(key) != before:
                headed.append(
                    format_html(
                        '<tr class="group"><th colspan="{}" scope="rowgroup">'
                        '{} <span class="dim num">{}</span></th></tr>',
                        self.width,
                        self._group_words(requirement),
                        counts.get(key, ""),
                    )
                )
            headed.append(row)
            before = str(key)
        return headed

    @property
    def width(self) -> int:
        """How many cells a row has, the one to choose it by among them."""
        return len(self.columns) + 1

    def _group_of(self, requirement: Requirement) -> object:
        found: object = getattr(requirement, pool.GROUPED_BY[self.group])
        return found

    def _group_words(self, requirement: Requirement) -> str:
        if self.group == "product":
            return requirement.product.name
        if self.group == "owner":
            return requirement.owner.name
        if self.group == "release":
            return requirement.release.name if requirement.release else _none()
        return state_words(requirement.state)


def _none() -> str:
    return gettext("In no release")


# What makes one view another; product, group and columns stay when one goes from tab to tab.
_DEFINING = ("sort", "state", "customers", "owner", "priority", "kind", "q", "show")
