"""Pages on which anybody may leave word: each entry becomes a lead once."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.leads.events import LeadWebFormAdded, LeadWebFormChanged
from twintrack.sales.leads.lifecycle import OPEN, Capture, Source
from twintrack.sales.leads.models import Lead, LeadWebForm
from twintrack.sales.leads.operations.capturing import (
    ChoiceUnknown,
    FieldUnknown,
    LeadDetails,
    Origin,
    capture,
)
from twintrack.sales.leads.operations.rules import RuleImpossible

# Who leaves the same word again within this time is the same enquiry.
AGAIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class WebFormDetails:
    """What a page on which anybody may leave word shows."""

    name_zh: str
    name_en: str
    source: str = Source.WEBSITE.value
    intro_zh: str = ""
    intro_en: str = ""
    products: Collection[Product] = ()
    is_active: bool = True


CHANGEABLE = tuple(each.name for each in fields(WebFormDetails))


def _check(web_form: LeadWebForm) -> None:
    if not web_form.name_zh.strip() or not web_form.name_en.strip():
        raise RuleImpossible
    if web_form.source not in Source.values:
        raise ChoiceUnknown


@transaction.atomic
def add_web_form(
    *, details: WebFormDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> LeadWebForm:
    """
    Open a page on which anybody may leave word, at an address that nobody can guess.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RuleImpossible: if it has no name in one of the languages.
    :raises ChoiceUnknown: if there is no such source.
    """
    check_may(by, Act.SET_LEAD_RULES)
    plain = {name: getattr(details, name) for name in CHANGEABLE if name != "products"}
    web_form = LeadWebForm(**plain, key=secrets.token_urlsafe(24), created_by=by, created_at=at)
    _check(web_form)
    web_form.save()
    web_form.products.set(details.products)
    event = LeadWebFormAdded(
        rule_id=web_form.pk, name_zh=web_form.name_zh, name_en=web_form.name_en
    )
    record(event, about=web_form, by=by, at=at, caused_by=caused_by)
    return web_form


def _written(value: Any) -> str:
    if isinstance(value, set):
        return ", ".join(sorted(each.code for each in value))
    return str(value)


@transaction.atomic
def change_web_form(
    *,
    web_form: LeadWebForm,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> LeadWebForm:
    """
    Change such a page, or close it; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if there is no such field.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises RuleImpossible: if it would have no name in one of the languages.
    """
    check_may(by, Act.SET_LEAD_RULES)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    web_form = LeadWebForm.objects.select_for_update(no_key=True).get(pk=web_form.pk)
    current = {
        name: set(web_form.products.all()) if name == "products" else getattr(web_form, name)
        for name in values
    }
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return web_form
    plain = [name for name in to if name != "products"]
    for name in plain:
        setattr(web_form, name, to[name])
    _check(web_form)
    web_form.save(update_fields=plain)
    if "products" in to:
        web_form.products.set(to["products"])
    event = LeadWebFormChanged(
        rule_id=web_form.pk,
        name_zh=web_form.name_zh,
        name_en=web_form.name_en,
        fields=sorted(to),
        came_from={name: _written(current[name]) for name in to},
        to={name: _written(value) for name, value in to.items()},
    )
    record(event, about=web_form, by=by, at=at, caused_by=caused_by)
    return web_form


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: set(each) if name == "products" else each for name, each in values.items()}


@transaction.atomic
def take_word(
    *,
    web_form: LeadWebForm,
    details: LeadDetails,
    turn: str,
    at: datetime,
    by: User | None = None,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Take in what somebody left on a page: the same sending, or the same word again, is one lead.

    :raises NotThere: if the page was closed.
    :raises Refusal: as `capture` does, for what makes no lead.
    """
    if not LeadWebForm.objects.filter(pk=web_form.pk, is_active=True).exists():
        raise NotThere
    known = Lead.objects.filter(
        web_form=web_form,
        state__in=OPEN,
        company=details.company.strip(),
        phone=details.phone.strip(),
        email=details.email.strip(),
        created_at__gte=at - AGAIN,
    ).first()
    if known is not None:
        return known
    origin = Origin(
        captured_by=Capture.WEB, source=f"form:{web_form.pk}", id=turn, web_form=web_form
    )
    return capture(
        details=details, origin=origin, by=by or automation(), at=at, caused_by=caused_by
    )
