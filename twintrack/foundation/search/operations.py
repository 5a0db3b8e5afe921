"""Keep the index; it can be built again from the objects at any time and records nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import islice

from django.db import models

from twintrack.foundation.objects.kinds import ObjectKind, all_kinds, get_kind
from twintrack.foundation.search import fulltext
from twintrack.foundation.search.models import SearchDocument
from twintrack.foundation.search.tokens import index_tokens, initials_of, spellings_of

# So many objects are read in one go.
BATCH = 500
# Gives what else objects of a kind are found by, by their ids.
Words = Callable[[str, Collection[int]], dict[int, str]]
_words: list[Words] = []


def register_words(words: Words) -> None:
    """Let objects be found by what another app keeps with them; called from its `ready`."""
    _words.append(words)


def _words_besides(kind: str, ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = defaultdict(str)
    for words in _words:
        for pk, text in words(kind, ids).items():
            found[pk] += f" {text}"
    return found


def index(*, kind: str, ids: Collection[int]) -> None:
    """Index objects as they are now; what is gone or not searched leaves the index as it is."""
    found = get_kind(kind)
    if found.search_text is None:
        return
    objects = found.model_class._default_manager.filter(pk__in=ids).order_by("pk")
    stands = SearchDocument.objects.filter(kind=kind, object_id__in=ids)
    before = {
        each["object_id"]: each for each in stands.values("object_id", "number", "title", "tokens")
    }
    besides = _words_besides(kind, ids)
    for instance in objects:
        told = _told(found, instance, besides.get(instance.pk, ""))
        # Most changes are of something that nobody searches for: a state, a date, a count.
        if before.get(instance.pk) != told | {"object_id": instance.pk}:
            _store(found, instance, told)


def _told(kind: ObjectKind, instance: models.Model, besides: str) -> dict[str, str]:
    assert kind.search_text
    title, body = kind.search_text(instance)
    words = [*index_tokens(f"{title} {body}{besides}"), *initials_of(title), *spellings_of(title)]
    return {
        "number": getattr(instance, "number", ""),
        "title": title[:300],
        "tokens": " ".join(dict.fromkeys(words)),
    }


def _store(kind: ObjectKind, instance: models.Model, told: dict[str, str]) -> None:
    document, _is_new = SearchDocument.objects.update_or_create(
        kind=kind.code, object_id=instance.pk, defaults=told
    )
    fulltext.store(document)


def index_everything() -> int:
    """Build the whole index again; gives the number of objects."""
    count = 0
    for kind in all_kinds():
        if kind.search_text is None:
            continue
        for batch in _batches(kind.model_class._default_manager.order_by("pk").iterator(BATCH)):
            besides = _words_besides(kind.code, [each.pk for each in batch])
            for instance in batch:
                _store(kind, instance, _told(kind, instance, besides.get(instance.pk, "")))
            count += len(batch)
    return count


def _batches(objects: Iterator[models.Model]) -> Iterator[list[models.Model]]:
    while batch := list(islice(objects, BATCH)):
        yield batch
