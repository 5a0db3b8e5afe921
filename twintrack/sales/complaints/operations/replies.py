"""Write the templates of replies to customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.events import (
    ReplyTemplateAdded,
    ReplyTemplateChanged,
    ReplyTemplateRestored,
    ReplyTemplateRetired,
)
from twintrack.sales.complaints.models import ReplyTemplate
from twintrack.sales.complaints.replies import unknown_places
from twintrack.ui.words import listed


class TemplateEmpty(Refusal):
    """A template lacks a name or a text in one of the languages."""

    message = _("Write the name and the text in Chinese and in English.")
    status = 422


class PlaceUnknown(Refusal):
    """A text names in braces what nobody can fill in."""

    status = 422

    def __init__(self, places: list[str]) -> None:
        text = _("Nothing is known by this name: %(places)s. Choose from what is filled in.")
        super().__init__(text % {"places": listed(f"{{{place}}}" for place in places)})


@dataclass(frozen=True, kw_only=True)
class ReplyTexts:
    """What a template says, and what for."""

    purpose: str
    name_zh: str
    name_en: str
    body_zh: str
    body_en: str


def _check(texts: ReplyTexts) -> None:
    if not all(str(each).strip() for each in vars(texts).values()):
        raise TemplateEmpty
    unknown = unknown_places(texts.body_zh, texts.body_en)
    if unknown:
        raise PlaceUnknown(unknown)


def _named(template: ReplyTemplate) -> dict[str, Any]:
    return {
        "template_id": template.pk,
        "name_zh": template.name_zh,
        "name_en": template.name_en,
    }


@transaction.atomic
def add_template(
    *, texts: ReplyTexts, by: User, at: datetime, caused_by: Entry | None = None
) -> ReplyTemplate:
    """
    Add a reply template.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TemplateEmpty: if a name or text is missing.
    :raises PlaceUnknown: if a text names what cannot be filled in.
    """
    check_may(by, Act.MANAGE_SLA)
    _check(texts)
    template: ReplyTemplate = ReplyTemplate.objects.create(**vars(texts))
    event = ReplyTemplateAdded(**_named(template))
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template


@transaction.atomic
def change_template(
    *,
    template: ReplyTemplate,
    texts: ReplyTexts,
    before: dict[str, Any] | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ReplyTemplate:
    """
    Write a template anew; what was sent stays as it was. `before` holds what the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TemplateEmpty: if a name or text is missing.
    :raises PlaceUnknown: if a text names what cannot be filled in.
    :raises StaleEdit: if somebody changed the same text in between.
    """
    check_may(by, Act.MANAGE_SLA)
    _check(texts)
    template = ReplyTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    came_from, to = {}, {}
    for name, value in vars(texts).items():
        now = getattr(template, name)
        if value == now:
            continue
        if before is not None and name in before and before[name] != now:
            raise StaleEdit(field=name, current=now, attempted=value)
        came_from[name], to[name] = now, value
        setattr(template, name, value)
    if not to:
        return template
    template.save(update_fields=list(to))
    event = ReplyTemplateChanged(**_named(template), came_from=came_from, to=to)
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template


@transaction.atomic
def retire_template(
    *, template: ReplyTemplate, by: User, at: datetime, caused_by: Entry | None = None
) -> ReplyTemplate:
    """
    Offer a template no more.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_SLA)
    template = ReplyTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if template.retired_at is not None:
        return template
    template.retired_at = at
    template.save(update_fields=["retired_at"])
    event = ReplyTemplateRetired(**_named(template))
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template


@transaction.atomic
def restore_template(
    *, template: ReplyTemplate, by: User, at: datetime, caused_by: Entry | None = None
) -> ReplyTemplate:
    """
    Offer a retired template again.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_SLA)
    template = ReplyTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if template.retired_at is None:
        return template
    template.retired_at = None
    template.save(update_fields=["retired_at"])
    event = ReplyTemplateRestored(**_named(template))
    record(event, about=template, by=by, at=at, caused_by=caused_by)
    return template
