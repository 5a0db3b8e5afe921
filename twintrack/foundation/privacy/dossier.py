"""What is known of a person, to be given to them: as JSON, or to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.template import TemplateDoesNotExist
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from twintrack.foundation.activity.telling import told as told_in_words
from twintrack.foundation.ledger.events import EventUnknown
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.persons import is_private, person_kinds
from twintrack.foundation.privacy.places import Told
from twintrack.foundation.privacy.traces import Standing, Traces, load_seen, ref_of

# What tables keep for themselves says nothing about a person.
INTERNAL = frozenset({"fingerprint", "is_active", "key", "rank", "salt", "key_hash", "token_hash"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that is known: where it stands, and what it says."""

    place: str
    said: dict[str, Any]
    # As people read it, where `said` holds codes.
    told: str = ""
    read: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lines of one sort under a heading."""

    code: str
    title: str
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that is known of a person, as far as whoever gives it out may see it."""

    name: str
    made_at: datetime
    sections: list[Section]

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON can carry it."""
        return {
            "name": self.name,
            "made_at": self.made_at.isoformat(),
            **{
                each.code: [{"place": line.place, **line.said} for line in each.lines]
                for each in self.sections
            },
        }


def make_dossier(traces: Traces, *, name: str, for_user: User, at: datetime) -> Dossier:
    """Put together what is known of a person; what the reader may not see is left out."""
    own = list(traces.person.rows)
    is_own = {(type(each), each.pk) for each in own}
    linked = [row for row in _linked(traces) if (type(row), row.pk) not in is_own]
    known = is_own | {(type(each), each.pk) for each in linked}
    besides = [
        each
        for each in traces.places
        if (type(each.row), each.row.pk) not in known and not is_private(type(each.row))
    ]
    everything = (*own, *linked, *(each.row for each in besides))
    seen = load_seen(filter(None, map(ref_of, everything)), for_user=for_user)
    mentions = [_line(each.row, seen, [*each.values, *each.unsure]) for each in besides]
    sections = (
        ("person", _("What is kept of the person"), [_line(each, seen) for each in own]),
        ("links", _("Where they took part"), [_line(each, seen) for each in linked]),
        ("mentions", _("Where they are named"), mentions),
        ("ledger", _("What happened"), _entries(traces, for_user)),
    )
    return Dossier(
        name=name,
        made_at=at,
        sections=[
            Section(code=code, title=title, lines=[each for each in lines if each is not None])
            for code, title, lines in sections
        ],
    )


def _linked(traces: Traces) -> Iterator[Model]:
    """Give the rows of other tables that point at the person."""
    persons = {kind.table for kind in person_kinds()}
    for row in traces.person.rows:
        for model in apps.get_models():
            if model in persons or is_private(model):
                continue
            fields: Any = (*model._meta.concrete_fields, *model._meta.many_to_many)
            for field in fields:
                if field.is_relation and field.related_model is type(row):
                    yield from model._default_manager.filter(**{field.name: row.pk}).order_by("pk")


def _line(
    row: Model, seen: dict[tuple[str, int], Standing], only: list[str] | None = None
) -> Line | None:
    """Tell of a row; nothing where the reader may not see what it belongs to."""
    ref = ref_of(row)
    stands = seen.get(ref) if ref else None
    if stands is None:
        return None
    fields: Any = row._meta.concrete_fields
    said = {}
    for each in fields:
        wanted = each.name in only if only is not None else _is_told_of(each)
        value = getattr(row, each.attname)
        if wanted and value not in ("", None):
            said[str(each.verbose_name)] = _plain(row, each, value)
    place = f"{stands.kind.label} {getattr(stands.found, 'number', '')} {stands.title}"
    return Line(place=place.replace("  ", " "), said=said)


def _is_told_of(field: Any) -> bool:
    return not field.is_relation and field.editable and field.name not in {"id", *INTERNAL}


def _plain(row: Model, field: Any, value: Any) -> Any:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _entries(traces: Traces, user: User) -> list[Line]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for each in traces.told:
        wanted[each.entry.about_kind].add(each.entry.about_id)
    seen: set[tuple[str, int]] = set()
    for code, ids in wanted.items():
        with suppress(KindUnknown):
            seen |= {(code, pk) for pk in get_kind(code).visible_ids(ids, for_user=user)}
    return [
        _entry(each) for each in traces.told if (each.entry.about_kind, each.entry.about_id) in seen
    ]


def _entry(told: Told) -> Line:
    entry = told.entry
    said = {
        "happened_at": entry.happened_at.isoformat(),
        "kind": entry.kind,
        "actor": entry.actor.name,
        "payload": entry.payload,
    }
    # The sentence says the rest; keys and codes of the ledger say nothing to a person.
    personal = [
        value
        for name, value in entry.payload.items()
        if value != told.payload.get(name) and not name.endswith("_id")
    ]
    read = {"happened_at": said["happened_at"], "actor": said["actor"], "personal": personal}
    return Line(place=f"{entry.pk}", said=said, told=_sentence(entry), read=read)


def _sentence(entry: Entry) -> str:
    with suppress(EventUnknown, TemplateDoesNotExist):
        return " ".join(unescape(strip_tags(told_in_words(entry))).split())
    return entry.kind
