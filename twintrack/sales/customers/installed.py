"""What a customer has installed, held against the newest version of each product."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Version
from twintrack.sales.customers.models import Customer, Installation
from twintrack.sales.customers.overview import WARN, Glance, NextStep, Sign
from twintrack.sales.customers.queries import list_installations


@dataclass(frozen=True, kw_only=True)
class Installed:
    """Something installed; `newest` is set where a version was released after its own."""

    installation: Installation
    newest: Version | None


def list_installed(customer: Customer, *, for_user: User) -> list[Installed]:
    """List what a customer has installed and what would be newer, in two queries."""
    return once(("installed", customer.pk, for_user.pk), lambda: _ask(customer, for_user))


def _ask(customer: Customer, user: User) -> list[Installed]:
    if not has("customer", customer.pk, "installations"):
        return []
    rows = list(list_installations(customer, for_user=user))
    products = {each.product_id for each in rows}
    released = Version.objects.filter(
        product__in=products, released_on__isnull=False, withdrawn_on=None
    )
    newest = {each.product_id: each for each in released.order_by("released_on", "pk")}
    return [
        Installed(installation=each, newest=_newer(each, newest.get(each.product_id)))
        for each in rows
    ]


def _newer(installation: Installation, newest: Version | None) -> Version | None:
    version = installation.version
    # What is not released yet runs at them before everybody else.
    if version is None or version.released_on is None:
        return None
    if newest is None or newest.released_on is None or newest.released_on <= version.released_on:
        return None
    return newest


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say how many products are in use, and how many of them in an older version."""
    rows = list_installed(glance.customer, for_user=glance.user)
    behind = [each for each in rows if each.newest]
    said = ngettext(
        "%(n)d behind the newest version", "%(n)d behind the newest version", len(behind)
    )
    older = said % {"n": len(behind)} if behind else ""
    sign = Sign(
        code="installed",
        label=gettext_lazy("Installed products"),
        value=str(len(rows)),
        note=older or (_("up to date") if rows else ""),
        why=older,
        url="#installations",
        tone=WARN if behind else "",
        rule=gettext_lazy("To look at when a newer version of something installed was released."),
        figure=len(behind),
    )
    return [sign], []
