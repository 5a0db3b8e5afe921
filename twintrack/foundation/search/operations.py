"""Keep the index; it can be built again from the objects at any time and records nothing."""

from django.db import models

from twintrack.foundation.objects.kinds import ObjectKind, all_kinds, get_kind
from twintrack.foundation.search import fulltext
from twintrack.foundation.search.models import SearchDocument
from twintrack.foundation.search.tokens import index_tokens, initials_of


def index(*, kind: str, pk: int) -> None:
    """Index an object as it is now; one that is gone or not searched leaves the index as it is."""
    found = get_kind(kind)
    if found.search_text is None:
        return
    instance = found.model_class._default_manager.filter(pk=pk).first()
    if instance is not None:
        _store(found, instance)


def _store(kind: ObjectKind, instance: models.Model) -> None:
    assert kind.search_text
    title, body = kind.search_text(instance)
    words = [*index_tokens(f"{title} {body}"), *initials_of(title)]
    told = {
        "number": getattr(instance, "number", ""),
        "title": title[:300],
        "tokens": " ".join(dict.fromkeys(words)),
    }
    entered = SearchDocument.objects.filter(kind=kind.code, object_id=instance.pk)
    # Most changes are of something that nobody searches for: a state, a date, a count.
    if entered.values("number", "title", "tokens").first() == told:
        return
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
        for instance in kind.model_class._default_manager.order_by("pk").iterator(500):
            _store(kind, instance)
            count += 1
    return count
