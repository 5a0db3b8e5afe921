"""The company's beginnings: its people, its products, the customers it meets first."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any
from zlib import crc32

from django.contrib.auth.hashers import make_password

from twintrack.demo.cast import Cast
from twintrack.demo.people import GROUPS, PEOPLE, Group, Person, address_of
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money import operations as money
from twintrack.hub.products import operations as products
from twintrack.sales.customers import operations as customers

PASSWORD = "a demo of twintrack"
# Before anything else; the story itself begins years later.
FOUNDED = 1024
BEGINNING = 160
RATES = {"EUR": Decimal("8.10"), "USD": Decimal("7.20")}


def found(cast: Cast, *, language: str) -> None:
    """Write into the diary how people, products and customers come together."""
    for person in sorted(PEOPLE, key=lambda each: each.role != Role.ADMIN):
        hour = 9.0 if person.role == Role.ADMIN else 9.1
        cast.diary.on(FOUNDED, hour, partial(_hire, cast, person, language))
    for group in GROUPS:
        cast.diary.on(FOUNDED, 9.3, partial(_gather, cast, group))
    for code, told in cast.teller.read("work")["products"].items():
        cast.diary.on(FOUNDED - 1, 10, partial(_make, cast, code, told))
    cast.diary.on(FOUNDED - 1, 11, partial(_enter_rates, cast))
    for key, told in cast.teller.read("customers").items():
        cast.diary.on(FOUNDED - 2, 10, partial(_meet, cast, key, told))


def equip(cast: Cast) -> None:
    """Write into the diary which products each customer uses: those that it speaks of."""
    words = [said for wish in cast.teller.wishes() for said in wish.said] + cast.teller.talk()
    for key, code in dict.fromkeys((said.by, said.about) for said in words):
        cast.diary.on(BEGINNING - 3, 10, partial(_install, cast, key, code))


def _install(cast: Cast, key: str, code: str, at: datetime) -> None:
    customer = cast.customers[key]
    version = cast.versions[code][0]
    customers.install(
        customer=customer,
        product=cast.products[code],
        version=version,
        since=version.released_on,
        by=customer.owner,
        at=at,
    )


def _hire(cast: Cast, person: Person, language: str, at: datetime) -> None:
    newcomer = access.Newcomer(
        email=address_of(person),
        name=cast.teller.of(person.name),
        title=cast.teller.of(person.title),
        language=language,
    )
    if person.role == Role.ADMIN:
        hired = access.found(newcomer=newcomer, at=at)
    else:
        by = cast.staff["admin"]
        hired = access.add_user(newcomer=newcomer, roles=[person.role], by=by, at=at)
    hired.password = _hashed()
    hired.save(update_fields=["password"])
    cast.staff[person.key] = hired


def _gather(cast: Cast, group: Group, at: datetime) -> None:
    by = cast.staff["admin"]
    team = access.add_team(name=cast.teller.of(group.name), track=group.track, by=by, at=at)
    cast.teams[group.key] = team
    for key in group.members:
        access.join_team(team=team, user=cast.staff[key], by=by, at=at)


@cache
def _hashed() -> str:
    # Slow on purpose, and the same for all.
    return make_password(PASSWORD)


def _make(cast: Cast, code: str, told: dict[str, Any], at: datetime) -> None:
    by = cast.staff["lin"]
    product = products.add_product(code=code, name=cast.teller.of(told["name"]), by=by, at=at)
    cast.products[code] = product
    for key, name in told["modules"].items():
        cast.modules[code, key] = products.add_module(
            product=product, name=cast.teller.of(name), by=by, at=at
        )
    cast.versions[code] = [
        products.add_version(
            product=product,
            name=name,
            released_on=cast.diary.day(released[0]) if released else None,
            by=by,
            at=at,
        )
        for name, *released in told["versions"]
    ]


def _enter_rates(cast: Cast, at: datetime) -> None:
    for currency, rate in RATES.items():
        money.enter_rate(currency=currency, on=at.date(), rate=rate, by=cast.staff["admin"], at=at)


def _meet(cast: Cast, key: str, told: dict[str, Any], at: datetime) -> None:
    by = cast.staff[told["owner"]]
    details = customers.CustomerDetails(
        name=cast.teller.of(told["name"]),
        industry=cast.teller.of(told["industry"]),
        region=cast.teller.of(told["region"]),
        segment=told["segment"],
    )
    customer = customers.add_customer(details=details, by=by, at=at)
    cast.customers[key] = customer
    cast.contacts[key] = [
        customers.add_contact(
            customer=customer,
            details=customers.ContactDetails(
                name=cast.teller.of(contact[:2]),
                title=cast.teller.of(contact[2:]),
                # Of an exchange that nobody has.
                phone=f"0574-5550 {crc32(contact[1].encode()) % 10_000:04d}",
                email=f"{contact[1].lower().replace(' ', '.')}@{key}.example",
            ),
            by=by,
            at=at,
        )
        for contact in told["contacts"]
    ]
