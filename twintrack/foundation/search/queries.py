"""Find objects by number, by words and by pinyin, its initials or the whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.people.models import User
from twintrack.foundation.search.fulltext import find
from twintrack.foundation.search.models import SearchDocument
from twintrack.foundation.search.tokens import query_tokens

# So many of the best are checked against what the person may see.
LOOKED_AT = 120


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An object that was found."""

    kind: str
    pk: int
    number: str
    title: str
    icon: str
    track: str
    url: str


def search(text: str, *, for_user: User, limit: int = 20) -> list[Hit]:
    """Find what a person may see: the object of that very number first, then the best by words."""
    tokens = query_tokens(text)
    if not tokens:
        return []
    # Not `first()`: its order by id would read all documents where none has the number.
    numbered = SearchDocument.objects.filter(number=text.strip().upper())[:1]
    exact = next(iter(numbered), None)
    ids = find(tokens, limit=LOOKED_AT)
    documents = SearchDocument.objects.in_bulk(ids)
    ordered = [documents[pk] for pk in ids if pk in documents]
    if exact is not None:
        ordered = [exact, *(each for each in ordered if each != exact)]
    return _visible(ordered, for_user)[:limit]


def find_of_kind(text: str, *, kind: str, limit: int = LOOKED_AT) -> list[int]:
    """Give the ids of the objects of a kind that are found, the best first, whoever asks."""
    tokens = query_tokens(text)
    if not tokens:
        return []
    ids = find(tokens, limit=limit, kind=kind)
    documents = SearchDocument.objects.in_bulk(ids)
    return [documents[pk].object_id for pk in ids if pk in documents]


def _visible(documents: list[SearchDocument], user: User) -> list[Hit]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for document in documents:
        wanted[document.kind].add(document.object_id)
    objects = {}
    for code, ids in wanted.items():
        try:
            kind = get_kind(code)
        except KindUnknown:
            continue
        rows = kind.model_class._default_manager.filter(pk__in=ids)
        for instance in kind.visible(rows, user):
            objects[code, instance.pk] = (kind, instance)
    hits = []
    for document in documents:
        found = objects.get((document.kind, document.object_id))
        if found is not None:
            kind, instance = found
            hits.append(
                Hit(
                    kind=kind.code,
                    pk=instance.pk,
                    number=document.number,
                    title=kind.title(instance),
                    icon=kind.icon,
                    track=kind.track,
                    url=kind.url(instance),
                )
            )
    return hits
