"""What a customer has installed, held against the newest version of each product."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
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


def _counted(customer: Customer, user: User) -> tuple[int, int]:
    """Count what is installed, and how much of it is behind the newest version."""
    if not has("customer", customer.pk, "installations"):
        return 0, 0
    newer = Version.objects.filter(
        product=OuterRef("product"),
        released_on__gt=OuterRef("version__released_on"),
        withdrawn_on=None,
    )
    rows = list_installations(customer, for_user=user).order_by()
    counted = rows.aggregate(count=Count("pk"), behind=Count("pk", filter=Exists(newer)))
    return counted["count"], counted["behind"]


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say how many products are in use, and how many of them in an older version."""
    count, behind = _counted(glance.customer, glance.user)
    said = ngettext("%(n)d behind the newest version", "%(n)d behind the newest version", behind)
    older = said % {"n": behind} if behind else ""
    sign = Sign(
        code="installed",
        label=gettext_lazy("Installed products"),
        value=str(count),
        note=older or (_("up to date") if count else ""),
        why=older,
        url="#installations",
        tone=WARN if behind else "",
        rule=gettext_lazy("To look at when a newer version of something installed was released."),
        figure=behind,
    )
    return [sign], []
