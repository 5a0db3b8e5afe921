"""The fields of a work item that people change: what fits into each, how the ledger tells it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.releases.models import Release
from twintrack.rnd.work.models import Kind, Severity, WorkItem

Clean = Callable[[WorkItem, Any], Any]
MOST = Decimal(9999)
SHA = re.compile("[0-9a-f]{7,64}")


class TitleMissing(Refusal):
    """A work item needs a title."""

    message = _("Give it a title.")
    status = 422


class ValueUnfit(Refusal):
    """The value is none that the field can have."""

    message = _("This value does not fit here.")
    status = 422


class AssigneeOutside(Refusal):
    """Who works on something must be able to see it."""

    message = _("This person does not see the product, so cannot work on it.")
    status = 422


class OtherProduct(Refusal):
    """What belongs together is of one product."""

    message = _("This belongs to another product.")
    status = 422


class InCircles(Refusal):
    """A work item would be part of itself."""

    message = _("A work item cannot be part of itself or of its own parts.")
    status = 422


class IterationOver(Refusal):
    """What is over takes no more work."""

    message = _("This iteration is over. Choose one that is planned or running.")
    status = 422


class ReleaseOut(Refusal):
    """What customers have takes no more work."""

    message = _("This release is out already. Choose another one.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field by its name in the code, in the API and in the ledger."""

    name: str
    label: str | Promise
    clean: Clean
    is_of_defects: bool = False

    def told(self, came_from: Any, to: Any) -> dict[str, Any]:
        """Give a change as the ledger keeps it."""
        said: dict[str, Any] = {"field": self.name, "came_from": _raw(came_from), "to": _raw(to)}
        for name, value in (("came_from_name", came_from), ("to_name", to)):
            if hasattr(value, "pk"):
                said[name] = getattr(value, "number", None) or str(value)
        return said


def _raw(value: Any) -> Any:
    if hasattr(value, "pk"):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _title(_item: WorkItem, value: Any) -> str:
    title = " ".join(str(value).split())
    if not title:
        raise TitleMissing
    return title[:200]


def _text(most: int) -> Clean:
    def clean(_item: WorkItem, value: Any) -> str:
        text = str(value or "").strip()
        if len(text) > most:
            raise ValueUnfit
        return text

    return clean


def _sha(_item: WorkItem, value: Any) -> str:
    sha = str(value or "").strip().lower()
    if sha and not SHA.fullmatch(sha):
        raise ValueUnfit
    return sha


def _choice(choices: Any) -> Clean:
    def clean(_item: WorkItem, value: Any) -> Any:
        if value not in choices.values:
            raise ValueUnfit
        return value

    return clean


def _amount(_item: WorkItem, value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise ValueUnfit from None
    if not 0 <= amount <= MOST:
        raise ValueUnfit
    return amount.quantize(Decimal("0.1"))


def _day(_item: WorkItem, value: Any) -> date | None:
    if value is not None and not isinstance(value, date):
        raise ValueUnfit
    return value


def _assignee(item: WorkItem, value: Any) -> Any:
    if value is not None and item.product_id not in visible_product_ids(value):
        raise AssigneeOutside
    return value


def _of_product(item: WorkItem, value: Any) -> Any:
    if value is not None and value.product_id != item.product_id:
        raise OtherProduct
    return value


def _parent(item: WorkItem, value: Any) -> Any:
    _of_product(item, value)
    if value is None or item.pk is None:
        return value
    # Two people who rebuild one tree at once take turns, so that no circle closes.
    Product.objects.select_for_update(no_key=True).get(pk=item.product_id)
    above: int | None = value.pk
    while above is not None:
        if above == item.pk:
            raise InCircles
        above = WorkItem.objects.values_list("parent_id", flat=True).get(pk=above)
    return value


def _iteration(_item: WorkItem, value: Iteration | None) -> Iteration | None:
    if value is not None and not value.is_open:
        raise IterationOver
    return value


def _release(item: WorkItem, value: Release | None) -> Release | None:
    _of_product(item, value)
    if value is not None and not value.is_open:
        raise ReleaseOut
    return value


def _flag(_item: WorkItem, value: Any) -> bool:
    return bool(value)


_ALL = (
    Field(name="title", label=_("Title"), clean=_title),
    Field(name="description", label=_("Description"), clean=_text(20_000)),
    Field(name="kind", label=_("Kind"), clean=_choice(Kind)),
    Field(name="priority", label=_("Priority"), clean=_choice(Priority)),
    Field(name="assignee", label=_("Assignee"), clean=_assignee),
    Field(name="module", label=_("Module"), clean=_of_product),
    Field(name="project", label=_("Project"), clean=_of_product),
    Field(name="requirement", label=_("Requirement"), clean=_of_product),
    Field(name="parent", label=_("Parent"), clean=_parent),
    Field(name="iteration", label=_("Iteration"), clean=_iteration),
    Field(name="release", label=_("Release"), clean=_release),
    Field(name="points", label=_("Points"), clean=_amount),
    Field(name="estimate_hours", label=_("Estimate (h)"), clean=_amount),
    Field(name="remaining_hours", label=_("Remaining (h)"), clean=_amount),
    Field(name="due_on", label=_("Due on"), clean=_day),
    Field(name="severity", label=_("Severity"), clean=_choice(Severity), is_of_defects=True),
    Field(name="found_in", label=_("Found in"), clean=_of_product, is_of_defects=True),
    Field(name="environment", label=_("Environment"), clean=_text(200), is_of_defects=True),
    Field(name="is_escaped", label=_("Found by a customer"), clean=_flag, is_of_defects=True),
    Field(name="caused_by", label=_("Caused by"), clean=_of_product, is_of_defects=True),
    Field(name="caused_by_commit", label=_("Caused by commit"), clean=_sha, is_of_defects=True),
)
FIELDS = {each.name: each for each in _ALL}
