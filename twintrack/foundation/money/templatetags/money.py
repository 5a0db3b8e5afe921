"""Amounts in templates: exact for those who may see them, else a band."""

from decimal import Decimal

from django import template

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money import formatting
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    return formatting.money(amount, currency or base_currency())


@register.filter
def rate(value: Decimal) -> str:
    """Write a rate without the zeros at its end."""
    return f"{value.normalize():f}"


@register.simple_tag
def amount(value: Decimal | None, currency: str, user: User) -> str:
    """Show an amount in its own currency as exactly as the person may see it."""
    show = formatting.money if may(user, Act.SEE_AMOUNTS) else formatting.amount_band
    return show(value, currency)


@register.filter
def money_for(amount: Decimal | None, user: User) -> str:
    """Show an amount in the base currency as exactly as the person may see it."""
    show = formatting.money if may(user, Act.SEE_AMOUNTS) else formatting.amount_band
    return show(amount, base_currency())


@register.filter
def exact(value: Decimal | None, currency: str) -> str:
    """Show an amount to the cent, on pages that only those open who may see amounts."""
    return formatting.exact(value, currency)


@register.filter
def plain(value: Decimal | None, currency: str) -> str:
    """Show an amount to the cent without the sign of its currency, in columns."""
    return formatting.exact(value, currency, plain=True)


@register.filter
def percentage(value: Decimal | None) -> str:
    """Write a percentage without the zeros at its end."""
    return "—" if value is None else f"{value.normalize():f}\u2009%"
