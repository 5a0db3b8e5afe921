"""Keep the index; it can be built again from the objects at any time and records nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
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
    told = {each.pk: _told(found, each, besides.get(each.pk, "")) for each in objects}
    # Most changes are of something that nobody searches for: a state, a date, a count.
    _store(
        found,
        {pk: words for pk, words in told.items() if before.get(pk) != words | {"object_id": pk}},
    )


def _told(kind: ObjectKind, instance: models.Model, besides: str) -> dict[str, str]:
    assert kind.search_text
    title, body = kind.search_text(instance)
    words = [*index_tokens(f"{title} {body}{besides}"), *initials_of(title), *spellings_of(title)]
    return {
        "number": getattr(instance, "number", ""),
        "title": title[:300],
        "tokens": " ".join(dict.fromkeys(words)),
    }


def _store(kind: ObjectKind, told: Mapping[int, dict[str, str]]) -> None:
    """Write down what objects are found by, by their ids; whoever comes second writes over it."""
    documents = SearchDocument.objects.bulk_create(
        [SearchDocument(kind=kind.code, object_id=pk, **words) for pk, words in told.items()],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["number", "title", "tokens"],
    )
    fulltext.store(documents)


def index_everything() -> int:
    """Build the whole index again; gives the number of objects."""
    count = 0
    for kind in all_kinds():
        if kind.search_text is None:
            continue
        for batch in _batches(kind.model_class._default_manager.order_by("pk").iterator(BATCH)):
            besides = _words_besides(kind.code, [each.pk for each in batch])
            _store(kind, {each.pk: _told(kind, each, besides.get(each.pk, "")) for each in batch})
            count += len(batch)
    return count


def _batches(objects: Iterator[models.Model]) -> Iterator[list[models.Model]]:
    while batch := list(islice(objects, BATCH)):
        yield batch
