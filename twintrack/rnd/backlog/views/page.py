"""The page of a requirement, whole or one of its regions; each asks only for what it shows."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import queries, review_queue, surroundings
from twintrack.rnd.backlog.alike import Alike, list_alike
from twintrack.rnd.backlog.forms import DecisionForm
from twintrack.rnd.backlog.lifecycle import DECISIONS, State
from twintrack.rnd.backlog.models import (
    Criterion,
    Kind,
    Opinion,
    Priority,
    Requirement,
    Review,
    ReviewRequest,
)
from twintrack.rnd.backlog.properties import property_of
from twintrack.rnd.backlog.review_forms import NUMBERS, PARTS, OpinionForm, RiceForm, WsjfForm
from twintrack.rnd.backlog.surroundings import Neighbours
from twintrack.ui.fields import key_of
from twintrack.ui.inline import Conflict, InlineForm
from twintrack.ui.regions import render_page

REGIONS = ("head", "value", "text", "criteria", "review", "related", "facts")


class RequirementPage:
    """What the templates of a requirement's page and of the review queue may ask for."""

    def __init__(self, request: Request, requirement: Requirement, **shown: Any) -> None:
        self.user = request.user
        self.path = request.path
        self.requirement = requirement
        self._asked = request.GET
        self._shown = shown

    @cached_property
    def url(self) -> str:
        return reverse("requirement-detail", args=[self.requirement.number])

    @property
    def editing(self) -> str:
        """The code of the field that is shown as a form."""
        asked: str = self._shown.get("editing") or self._asked.get("edit", "")
        return asked if self.may_edit else ""

    @property
    def conflict(self) -> Conflict | None:
        found: Conflict | None = self._shown.get("conflict")
        return found

    @cached_property
    def field_form(self) -> forms.Form | None:
        if "field_form" in self._shown:
            shown: forms.Form = self._shown["field_form"]
            return shown
        inline = property_of(self.editing, for_user=self.user)
        return InlineForm(inline, self.requirement) if inline else None

    @property
    def may_edit(self) -> bool:
        return may(self.user, Act.EDIT_REQUIREMENT) and not self.requirement.is_frozen

    @property
    def may_review(self) -> bool:
        return may(self.user, Act.REVIEW_REQUIREMENT)

    @property
    def may_decide(self) -> bool:
        return self.may_review and self.requirement.is_reviewable

    @property
    def may_take_back(self) -> bool:
        return self.may_decide and self.requirement.is_decided

    @property
    def may_ask(self) -> bool:
        return may(self.user, Act.EDIT_REQUIREMENT) and self.requirement.is_askable

    @property
    def may_merge(self) -> bool:
        return may(self.user, Act.MERGE_REQUIREMENT)

    @cached_property
    def alike(self) -> list[Alike]:
        return list_alike(self.requirement, for_user=self.user)

    @property
    def may_advance(self) -> bool:
        return may(self.user, Act.ADVANCE_REQUIREMENT)

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return Kind.choices

    @property
    def priorities(self) -> list[tuple[int, Any]]:
        return Priority.choices

    @property
    def decisions(self) -> list[State]:
        return [each for each in DECISIONS if each != self.requirement.state]

    def _has(self, name: str) -> bool:
        return has("requirement", self.requirement.pk, name)

    @cached_property
    def neighbours(self) -> Neighbours:
        return surroundings.find_neighbours(self.requirement, for_user=self.user)

    @cached_property
    def requests(self) -> list[ReviewRequest]:
        if not self._has("requests"):
            return []
        return list(review_queue.list_requests(self.requirement))

    @property
    def open_request(self) -> ReviewRequest | None:
        return next((each for each in self.requests if each.closed_at is None), None)

    @property
    def is_overdue(self) -> bool:
        due_on = self.open_request.due_on if self.open_request else None
        return due_on is not None and due_on < timezone.localdate()

    @property
    def opinions(self) -> list[Opinion]:
        """The opinions of the review that is going on, or of the last one."""
        return list(self.requests[0].opinions.all()) if self.requests else []

    @cached_property
    def my_opinion(self) -> Opinion | None:
        return review_queue.opinion_of(self.user, self.requests)

    @cached_property
    def opinion_form(self) -> forms.Form | None:
        if "opinion_form" in self._shown:
            shown: forms.Form = self._shown["opinion_form"]
            return shown
        mine = self.my_opinion
        if mine is None or (mine.verdict and self._asked.get("opinion") != "mine"):
            return None
        known = {name: getattr(mine, name) for name in NUMBERS}
        return OpinionForm(initial=known | {"verdict": mine.verdict, "comment": mine.comment})

    @cached_property
    def reviews(self) -> list[Review]:
        return list(queries.list_reviews(self.requirement)) if self._has("reviews") else []

    @cached_property
    def decision_form(self) -> forms.Form | None:
        if "decision_form" in self._shown:
            shown: forms.Form = self._shown["decision_form"]
            return shown
        decision = self._asked.get("decide", "")
        if not self.may_decide or decision not in self.decisions:
            return None
        form = DecisionForm(initial={"decision": decision})
        form.fields["reason"].widget.attrs["autofocus"] = True
        return form

    @cached_property
    def score_form(self) -> forms.Form | None:
        if "score_form" in self._shown:
            shown: forms.Form = self._shown["score_form"]
            return shown
        if not self.may_score or "score" not in self._asked:
            return None
        names = PARTS if self.is_wsjf else NUMBERS
        known = {name: _plain(getattr(self.requirement, name)) for name in names}
        form = WsjfForm(initial=known) if self.is_wsjf else RiceForm(initial=known)
        form.fields[names[0]].widget.attrs["autofocus"] = True
        return form

    @property
    def is_wsjf(self) -> bool:
        """Say whether the product goes by WSJF."""
        return self.requirement.product_id in queries.products_by_wsjf()

    @property
    def is_estimated(self) -> bool:
        """Say whether it has been estimated by the method of its product."""
        row = self.requirement
        return (row.wsjf if self.is_wsjf else row.rice) is not None

    @property
    def may_score(self) -> bool:
        return self.may_review and not self.requirement.is_frozen

    @cached_property
    def criteria(self) -> list[Criterion]:
        if not self._has("criteria"):
            return []
        return list(surroundings.list_criteria(self.requirement))

    @property
    def criteria_met(self) -> int:
        return sum(each.met_at is not None for each in self.criteria)

    @property
    def criteria_percent(self) -> int:
        return 100 * self.criteria_met // len(self.criteria) if self.criteria else 0

    @property
    def edited_criterion(self) -> int:
        asked = self._shown.get("criterion") or self._asked.get("criterion", "")
        return (key_of(str(asked)) or 0) if self.may_edit else 0

    @property
    def criterion_error(self) -> str:
        return str(self._shown.get("criterion_error", ""))

    @property
    def criterion_text(self) -> str:
        return str(self._shown.get("criterion_text", ""))

    @cached_property
    def _related(self) -> list[Requirement]:
        if not self._has("related"):
            return []
        return list(surroundings.list_related(self.requirement))

    @property
    def merged(self) -> list[Requirement]:
        return [each for each in self._related if each.merged_into_id == self.requirement.pk]

    @property
    def parts(self) -> list[Requirement]:
        return [each for each in self._related if each.split_from_id == self.requirement.pk]


def show(
    request: Request, requirement: Requirement, *, status: int = 200, **shown: Any
) -> HttpResponse:
    """Render the page of a requirement, or the region of it that was asked for."""
    page = RequirementPage(request, requirement, **shown)
    context = {"page": page, "requirement": requirement}
    template = "backlog/requirement_detail.html"
    return render_page(request, template, context, regions=REGIONS, status=status)


def show_again(request: Request, number: str) -> HttpResponse:
    """Render what a change left behind: read anew, so that nothing stale is shown."""
    return show(request, queries.get_requirement(number, for_user=request.user))


def _plain(number: Decimal | int | None) -> str | int | None:
    """Write a number as a person would type it: 150, not 150.00."""
    return f"{number.normalize():f}" if isinstance(number, Decimal) else number
