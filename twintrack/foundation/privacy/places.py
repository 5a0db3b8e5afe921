"""Where a person stands: every text of every table, and the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from twintrack.foundation.ledger.events import EventUnknown, event_class, personal_fields
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.privacy.holding import HoldsAny
from twintrack.foundation.privacy.persons import Person, person_kinds
from twintrack.foundation.privacy.values import MARK, Values, as_json

# Accounts are not erased here; the index of search is built anew from the objects.
APART = frozenset({"people", "account", "sessions", "contenttypes", "auth", "search", "ledger"})
# A note belongs to a visit, which belongs to a customer: so many steps up at most.
STEPS = 3


@dataclass(frozen=True, kw_only=True)
class Place:
    """A row that names the person: its texts without them; unsure is what a namesake may mean."""

    row: Model
    values: dict[str, Any]
    unsure: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An entry of the ledger that names the person, and its payload without them."""

    entry: Entry
    payload: dict[str, Any]
    is_sure: bool = True


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What surely is about a person, though others are called the same: these and theirs."""

    anchors: frozenset[tuple[str, int]]

    def holds(self, row: Model, steps: int = STEPS) -> bool:
        """Say whether a row is one of them, or belongs to one."""
        if (row._meta.label_lower, row.pk) in self.anchors:
            return True
        about = about_of(row)
        if about is not None and (about._meta.label_lower, about.pk) in self.anchors:
            return True
        for each in parents_of(row):
            target = (each.related_model._meta.label_lower, getattr(row, each.attname))
            if target in self.anchors:
                return True
        if not steps:
            return False
        above = (getattr(row, each.name) for each in parents_of(row))
        return any(self.holds(each, steps - 1) for each in (*above, about) if each is not None)


def scope_of(person: Person, *beside: Model) -> Scope:
    """Give what surely is about a person: their own rows, and what is named besides."""
    rows = (*person.rows, *beside)
    return Scope(anchors=frozenset((each._meta.label_lower, each.pk) for each in rows))


def find_places(person: Person, scope: Scope) -> list[Place]:
    """Find every row that names a person, in two queries a table at most."""
    found: list[Place] = []
    for model in apps.get_models():
        if model._meta.app_label in APART:
            continue
        texts, papers = _texts(model), _papers(model)
        if texts or papers:
            found += _in_table(model, texts, papers, person, scope)
    return found


def find_told(person: Person, scope: Scope) -> list[Told]:
    """Find the entries of the ledger that name a person, by the values or by their id."""
    named = Entry.objects.select_related("actor").annotate(written=Cast("payload", TextField()))
    rows = [*named.filter(_any_of(person.near, [], ["written"])), *_by_id(person)]
    by_pk = {each.pk: each for each in rows}
    found = []
    for _pk, entry in sorted(by_pk.items()):
        is_within = bool(_shares(person) or person.nearby) and _entry_within(entry, scope)
        is_sure = is_within or not _shares(person)
        values = person.near if is_within else person.values
        wide, narrow = _without(entry, person, values), entry.payload
        if not is_sure:
            narrow = _without(entry, person, _alone(person))
        if narrow != entry.payload and not is_sure:
            found.append(Told(entry=entry, payload=narrow))
        elif wide != entry.payload:
            found.append(Told(entry=entry, payload=wide, is_sure=is_sure))
    return found


def _in_table(
    model: type[Model], texts: list[str], papers: list[str], person: Person, scope: Scope
) -> Iterator[Place]:
    ambiguous = _shares(person)
    alone = _alone(person)
    for row in _rows(model, texts, papers, person.near):
        names = _own_texts(row, [*texts, *papers], person)
        if (ambiguous or person.nearby) and scope.holds(row):
            if near := _changed(row, names, person.near):
                yield Place(row=row, values=near)
            continue
        wide = _changed(row, names, person.values)
        if not wide:
            continue
        if not ambiguous:
            yield Place(row=row, values=wide)
            continue
        sure = _changed(row, names, alone)
        unsure = {name: value for name, value in wide.items() if value != sure.get(name)}
        yield Place(row=row, values=sure, unsure=unsure)


def _rows(
    model: type[Model], texts: list[str], papers: list[str], values: Values
) -> Iterator[Model]:
    rows: QuerySet[Model] = model._default_manager.all()
    written = {f"written_{name}": Cast(name, TextField()) for name in papers}
    rows = rows.annotate(**written).filter(_any_of(values, texts, list(written)))
    return rows.order_by("pk").iterator(500)


def rows_naming(values: Values, person: Person) -> Iterator[tuple[Model, list[str]]]:
    """Give the rows in whose plain texts any of the values may stand, with these texts."""
    for model in apps.get_models():
        texts = [] if model._meta.app_label in APART else _texts(model)
        if not texts:
            continue
        for row in _rows(model, texts, [], values):
            names = _own_texts(row, texts, person)
            yield row, [str(getattr(row, name) or "") for name in names]


def _changed(row: Model, names: Collection[str], values: Values) -> dict[str, Any]:
    found = {}
    for name in names:
        before = getattr(row, name)
        after = values.erase(before)
        if after != before:
            found[name] = after
    return found


def _own_texts(row: Model, names: list[str], person: Person) -> list[str]:
    """Leave out what is emptied as a whole anyway, and what is somebody else's own."""
    kinds = {kind.model.lower(): kind for kind in person_kinds()}
    kind = kinds.get(row._meta.label_lower)
    if kind is None:
        return names
    if person.is_row(row):
        return [name for name in names if name not in kind.fields]
    return [name for name in names if name not in {kind.name, kind.email, kind.phone}]


def _texts(model: type[Model]) -> list[str]:
    # What is reckoned from other columns is reckoned anew when they are saved.
    reckons = model.save is not Model.save
    return [
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField)
        and not each.choices
        and not each.primary_key
        and not (reckons and not each.editable)
    ]


def _papers(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [each.name for each in fields if isinstance(each, models.JSONField)]


def _any_of(values: Values, texts: Collection[str], written: Collection[str]) -> Q:
    parts = values.telling
    if not parts:
        # Without anything to look for nothing is found.
        return Q(pk__in=[])
    as_written = [*parts, *(as_json(each) for each in parts if not each.isascii())]
    which = Q()
    for name in texts:
        which |= Q(HoldsAny(F(name), parts))
    for name in written:
        which |= Q(HoldsAny(F(name), as_written))
    return which


def _shares(person: Person) -> bool:
    return bool(person.shared.names or person.shared.emails or person.shared.phones)


def _alone(person: Person) -> Values:
    values, shared = person.values, person.shared
    return Values(
        names=values.names - shared.names,
        emails=values.emails - shared.emails,
        phones=values.phones - shared.phones,
        longer=values.longer,
    )


def _by_id(person: Person) -> list[Entry]:
    """List the entries whose personal fields are this person's by the id that they name."""
    found: list[Entry] = []
    for row in person.rows:
        name = f"{row._meta.model_name}_id"
        kinds = [kind for kind, fields in personal_fields().items() if name in fields.named_by]
        entries = Entry.objects.select_related("actor").filter(
            kind__in=kinds, **{f"payload__{name}": row.pk}
        )
        found += list(entries)
    return found


def _without(entry: Entry, person: Person, values: Values) -> dict[str, Any]:
    payload: dict[str, Any] = values.erase(entry.payload, with_keys=False)
    try:
        fields = personal_fields().get(event_class(entry.kind).kind)
    except EventUnknown:
        return payload
    if fields is None:
        return payload
    for row in person.rows:
        # A former name is theirs as well.
        if payload.get(f"{row._meta.model_name}_id") == row.pk:
            for name in fields.names:
                if isinstance(payload.get(name), str) and payload[name]:
                    payload[name] = MARK
    return payload


def _entry_within(entry: Entry, scope: Scope) -> bool:
    for kind, pk in Subject.objects.filter(entry=entry).values_list("kind", "object_id"):
        row = _of_kind(kind, pk)
        if row is not None and scope.holds(row):
            return True
    return False


def parents_of(row: Model) -> list[Any]:
    """Give the columns by which a row belongs to others; who did something owns nothing."""
    fields: Any = row._meta.concrete_fields
    return [
        each
        for each in fields
        if each.is_relation
        and each.related_model._meta.app_label not in {"people", "products"}
        and getattr(row, each.attname) is not None
    ]


def about_of(row: Model) -> Model | None:
    """Give the object that a comment, a file or the like hangs on; nothing if it is no such row."""
    kind, pk = getattr(row, "about_kind", None), getattr(row, "about_id", None)
    if not isinstance(kind, str) or not isinstance(pk, int):
        return None
    return _of_kind(kind, pk)


def _of_kind(kind: str, pk: int) -> Model | None:
    try:
        model = get_kind(kind).model_class
    except KindUnknown:
        return None
    return model._default_manager.filter(pk=pk).first()
