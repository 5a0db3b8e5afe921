"""Which tables hold persons outside the company, and who of them is one and the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from twintrack.foundation.privacy.values import FEWEST_DIGITS, Values, usable

# Whoever else has the name, so many are read to tell them apart.
NAMESAKES = 500


@dataclass(frozen=True, kw_only=True)
class PersonKind:
    """
    A table in which each row is, or names, one person.

    `also` are further fields that are emptied; `erased_at` the one that keeps when: without it
    the rows are never erased, and only tell namesakes apart.
    """

    model: str
    name: str
    email: str
    phone: str = ""
    also: tuple[str, ...] = ()
    erased_at: str = ""

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.name, self.email, self.phone, *self.also)))

    def values_of(self, row: Model) -> Values:
        """Give what tells the person of a row."""
        return Values(
            names=usable([getattr(row, self.name)]),
            emails=usable([getattr(row, self.email)]),
            phones=frozenset(filter(None, [digits_of(self._phone(row))])),
        )

    def _phone(self, row: Model) -> str:
        return str(getattr(row, self.phone)) if self.phone else ""


_kinds: dict[str, PersonKind] = {}


def register_person(kind: PersonKind) -> None:
    """Make known a table of persons; called from an app's `ready`."""
    _kinds[kind.model.lower()] = kind


def kind_of_person(row: Model) -> PersonKind:
    """Give the table that a row of a person belongs to."""
    return _kinds[row._meta.label_lower]


def person_kinds() -> list[PersonKind]:
    """List the tables of persons."""
    return list(_kinds.values())


def digits_of(phone: str) -> str:
    """Give the digits of a phone without the country code of China; nothing for an extension."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone)).removeprefix("00")
    if len(digits) in {12, 13} and digits.startswith("86"):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS else ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    One person: the rows that are them, what tells them, and what others are told by as well.

    `shared` holds the values that somebody else has too: where they stand may be about either.
    `nearby` are short forms of the name that mean them in what surely is about them.
    """

    rows: tuple[Model, ...]
    values: Values
    shared: Values
    nearby: frozenset[str] = frozenset()

    @property
    def near(self) -> Values:
        """What tells them in what surely is about them."""
        return replace(self.values, names=self.values.names | self.nearby)

    def is_row(self, row: Model) -> bool:
        return any(type(each) is type(row) and each.pk == row.pk for each in self.rows)


def find_person(row: Model) -> Person:
    """Gather who a row is: the same name with the same e-mail or phone is the same person."""
    own = kind_of_person(row).values_of(row)
    rows: list[Model] = [row]
    others: list[Values] = []
    longer: set[str] = set()
    for kind in person_kinds():
        for each in _alike(kind, own, row):
            theirs = kind.values_of(each)
            if kind.erased_at and _is_same(own, theirs, each, row):
                rows.append(each)
            else:
                others.append(theirs)
    for theirs in others:
        longer |= {name for name in theirs.names if _holds(name, own.names)}
    values = _joined([own, *(kind_of_person(each).values_of(each) for each in rows)], longer)
    return Person(rows=tuple(rows), values=values, shared=_shared(values, others))


def _alike(kind: PersonKind, own: Values, row: Model) -> Iterable[Model]:
    which = Q()
    for name in own.searched_names:
        which |= Q(**{f"{kind.name}__icontains": name})
    for email in own.emails:
        which |= Q(**{f"{kind.email}__iexact": email})
    for phone in own.phones if kind.phone else ():
        which |= Q(**{f"{kind.phone}__contains": phone[-4:]})
    for field in kind.table._meta.concrete_fields:
        # A lead that became this contact is the same person.
        if field.is_relation and field.related_model is type(row):
            which |= Q(**{field.attname: row.pk})
    if not which:
        return []
    found = kind.table._default_manager.filter(which).order_by("pk")[:NAMESAKES]
    return [each for each in found if not (type(each) is type(row) and each.pk == row.pk)]


def _is_same(own: Values, theirs: Values, each: Model, row: Model) -> bool:
    if _points_at(each, row):
        return True
    is_reached = own.emails & _small(theirs.emails) or _small(own.emails) & _small(theirs.emails)
    is_reached = is_reached or own.phones & theirs.phones
    is_named = not theirs.names or _small(own.names) & _small(theirs.names)
    return bool(is_reached and is_named)


def _points_at(each: Model, row: Model) -> bool:
    fields: Any = each._meta.concrete_fields
    return any(
        field.is_relation
        and field.related_model is type(row)
        and getattr(each, field.attname) == row.pk
        for field in fields
    )


def _small(values: Iterable[str]) -> frozenset[str]:
    return frozenset(each.casefold() for each in values)


def _holds(name: str, within: Iterable[str]) -> bool:
    small = name.casefold()
    return any(each.casefold() in small and each.casefold() != small for each in within)


def _joined(all_of: Iterable[Values], longer: Iterable[str]) -> Values:
    parts = list(all_of)
    return Values(
        names=frozenset().union(*(each.names for each in parts)),
        emails=frozenset().union(*(each.emails for each in parts)),
        phones=frozenset().union(*(each.phones for each in parts)),
        longer=frozenset(longer),
    )


def _shared(values: Values, others: Iterable[Values]) -> Values:
    names: set[str] = set()
    emails: set[str] = set()
    phones: set[str] = set()
    for each in others:
        names |= {own for own in values.names if own.casefold() in _small(each.names)}
        emails |= {own for own in values.emails if own.casefold() in _small(each.emails)}
        phones |= values.phones & each.phones
    return Values(
        names=frozenset(names),
        emails=frozenset(emails),
        phones=frozenset(phones),
        longer=values.longer,
    )


_private: set[str] = set()


def register_private(model: str) -> None:
    """Keep a table out of what is given out: only its author reads it."""
    _private.add(model.lower())


def is_private(model: type[Model]) -> bool:
    """Say whether only their author reads the rows of a table."""
    return model._meta.label_lower in _private
