"""The page of a work item, whole or one of its regions; each asks only for what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.work import queries
from twintrack.rnd.work.fields import FIELDS
from twintrack.rnd.work.inline import inline_of
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.marks import kind_mark, written
from twintrack.rnd.work.models import LinkKind, WorkItem, WorkItemLink
from twintrack.rnd.work.queries import Progress
from twintrack.rnd.work.views.rows import person
from twintrack.ui.inline import Conflict, InlineForm
from twintrack.ui.regions import region_asked_for, render_page
from twintrack.ui.templatetags import ui
from twintrack.ui.toasts import keep_toast, toast

PAGE = "work/work_item_detail.html"
REGIONS = ("head", "text", "parts", "links", "facts")
# In which region of the page a field is changed; all others stand among the properties.
PLACES = {"title": "head", "description": "text"}
NONE = SafeString('<span class="dim">—</span>')
BACK = {
    LinkKind.BLOCKS: gettext_lazy("is blocked by"),
    LinkKind.RELATES: gettext_lazy("goes with"),
    LinkKind.DUPLICATES: gettext_lazy("is said again by"),
}


@dataclass(frozen=True, kw_only=True)
class Property:
    """A property as the page shows it; `key` presses it, a choice sends itself."""

    code: str
    label: str | Promise
    value: SafeString
    key: str = ""
    sends_itself: bool = False


@dataclass(frozen=True, kw_only=True)
class Linked:
    """Another work item, and how this one stands to it."""

    link: WorkItemLink
    words: str | Promise
    item: WorkItem


class WorkItemPage:
    """What the templates of a work item's page may ask for."""

    def __init__(self, request: Request, item: WorkItem, **shown: Any) -> None:
        self.user, self.item = request.user, item
        self._asked, self._shown = request.GET, shown

    @cached_property
    def url(self) -> str:
        return reverse("work-item-detail", args=[self.item.number])

    @property
    def may_work(self) -> bool:
        return may(self.user, Act.WORK_ON_ITEMS)

    @property
    def editing(self) -> str:
        asked: str = self._shown.get("editing") or self._asked.get("edit", "")
        return asked if self.may_work else ""

    @property
    def region(self) -> str:
        return PLACES.get(self.editing, "facts")

    @property
    def conflict(self) -> Conflict | None:
        found: Conflict | None = self._shown.get("conflict")
        return found

    @cached_property
    def field_form(self) -> forms.Form | None:
        if "field_form" in self._shown:
            shown: forms.Form = self._shown["field_form"]
            return shown
        inline = inline_of(self.editing, for_user=self.user)
        return InlineForm(inline, self.item) if inline else None

    @property
    def kind_mark(self) -> SafeString:
        return kind_mark(self.item.kind)

    @cached_property
    def children(self) -> list[WorkItem]:
        return list(queries.list_children(self.item).select_related("assignee"))

    @cached_property
    def progress(self) -> Progress:
        counted = [each for each in self.children if each.state != State.CANCELLED]
        return Progress(done=sum(each.state == State.DONE for each in counted), total=len(counted))

    @property
    def quick_error(self) -> str:
        return str(self._shown.get("quick_error", ""))

    @cached_property
    def links(self) -> list[Linked]:
        found = []
        for link in queries.list_links(self.item, for_user=self.user):
            is_out = link.source_id == self.item.pk
            words = LinkKind(link.kind).label if is_out else BACK[LinkKind(link.kind)]
            found.append(
                Linked(link=link, words=words, item=link.target if is_out else link.source)
            )
        return found

    @property
    def properties(self) -> Iterator[Property]:
        codes = [*_SHOWN, *(_OF_DEFECTS if self.item.is_defect else ())]
        for code in codes:
            draw, key = _DRAWN[code]
            yield Property(
                code=code,
                label=FIELDS[code].label,
                value=draw(self.item),
                key=key,
                sends_itself=code not in _TYPED,
            )


def _text(value: Any) -> SafeString:
    return format_html('<span class="ell">{}</span>', value) if value else NONE


def _hours(value: Any) -> SafeString:
    return (
        format_html('<span class="num">{} h</span>', written(value)) if value is not None else NONE
    )


def _to(value: Any) -> SafeString:
    if value is None:
        return NONE
    return format_html(
        '<span class="key">{}</span> <span class="ell">{}</span>',
        value.number,
        value.title if hasattr(value, "title") else value.name,
    )


_TYPED = {"points", "estimate_hours", "remaining_hours", "due_on", "environment"}
_SHOWN = (
    "assignee",
    "priority",
    "kind",
    "points",
    "estimate_hours",
    "remaining_hours",
    "iteration",
    "release",
    "requirement",
    "parent",
    "project",
    "module",
    "due_on",
)
_OF_DEFECTS = ("severity", "found_in", "environment", "is_escaped", "caused_by", "caused_by_commit")
_DRAWN: dict[str, tuple[Callable[[WorkItem], SafeString], str]] = {
    "assignee": (lambda item: person(item.assignee), "a"),
    "priority": (
        lambda item: format_html(
            "{}<span>{}</span>", ui.priority(item.priority), item.get_priority_display()
        ),
        "p",
    ),
    "kind": (
        lambda item: format_html(
            "{}<span>{}</span>", kind_mark(item.kind), item.get_kind_display()
        ),
        "",
    ),
    "points": (lambda item: _text(written(item.points)), "o"),
    "estimate_hours": (lambda item: _hours(item.estimate_hours), ""),
    "remaining_hours": (lambda item: _hours(item.remaining_hours), "h"),
    "iteration": (lambda item: _text(item.iteration), "i"),
    "release": (lambda item: _text(item.release and item.release.name), "l"),
    "requirement": (lambda item: _to(item.requirement), "q"),
    "parent": (lambda item: _to(item.parent), ""),
    "project": (lambda item: _text(item.project), ""),
    "module": (lambda item: _text(item.module), "m"),
    "due_on": (
        lambda item: (
            format_html('<span class="num">{}</span>', ui.day(item.due_on)) if item.due_on else NONE
        ),
        "",
    ),
    "severity": (
        lambda item: ui.severity(item.defect.severity, item.defect.get_severity_display()),
        "",
    ),
    "found_in": (lambda item: _text(item.defect.found_in), ""),
    "environment": (lambda item: _text(item.defect.environment), ""),
    "is_escaped": (lambda item: _text(_("Yes") if item.defect.is_escaped else _("No")), ""),
    "caused_by": (lambda item: _to(item.defect.caused_by), ""),
    "caused_by_commit": (lambda item: _text(item.defect.caused_by_commit[:12]), ""),
}


def show(request: Request, item: WorkItem, *, status: int = 200, **shown: Any) -> HttpResponse:
    """Render the page of a work item, or the region of it that was asked for."""
    context = {"page": WorkItemPage(request, item, **shown), "item": item}
    return render_page(request, PAGE, context, regions=REGIONS, status=status)


def answer(
    request: Request, number: str, text: str | Promise = "", tone: str = "ok"
) -> HttpResponse:
    """Show a work item as it is now, with a message where there is one."""
    if not region_asked_for(request):
        if text:
            keep_toast(request, text, None, tone)
        return redirect("work-item-detail", number)
    response = show(request, queries.get_work_item(number, for_user=request.user))
    return toast(response, text, None, tone) if text else response
