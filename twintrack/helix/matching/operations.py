"""Keep the index in step with the requirements; it can be built again and records nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from twintrack.helix.matching.entering import Entered, Parts, counted, enter
from twintrack.helix.matching.keys import EVERY, key_of
from twintrack.helix.matching.models import IndexedRequirement, IndexVersion, Posting, WordCount
from twintrack.helix.matching.postings import array_of
from twintrack.helix.matching.remembering import change
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.models import Requirement

INTO_POSTINGS = "INSERT INTO matching_posting (key, requirement_id, weight)"
INTO_COUNTS = "INSERT INTO matching_wordcount (key, requirements)"
ADD_UP = (
    "ON CONFLICT (key) DO UPDATE "
    "SET requirements = matching_wordcount.requirements + excluded.requirements"
)
# Of a statement on the server: all of it, with a list for each column. Of one on a file: its
# beginning, what stands for one row, and its end.
FILE = {
    "postgresql": f"{INTO_POSTINGS} SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[])",
    "sqlite": (f"{INTO_POSTINGS} VALUES", "(%s, %s, %s)", ""),
}
COUNT_UP = {
    "postgresql": f"{INTO_COUNTS} SELECT * FROM unnest(%s::bigint[], %s::int[]) {ADD_UP}",
    "sqlite": (f"{INTO_COUNTS} VALUES", "(%s, %s)", ADD_UP),
}
# SQLite takes 999 values a statement in its oldest builds.
AT_ONCE = 300


def hold_words(*product_ids: int) -> None:
    """Let nobody else index requirements of these products until the caller's transaction ends."""
    keys = [key_of(pk, EVERY) for pk in product_ids]
    # Their order, as of all words: two who index much never wait for one another's words.
    if connection.features.has_select_for_update:
        list(WordCount.objects.select_for_update(no_key=True).filter(key__in=keys).order_by("key"))


def index(*, requirement: Requirement, parts: Parts | None = None) -> None:
    """
    Index a requirement as it is now, or take it out if nothing can join it any more.

    Without `parts` those known stay. What is indexed already as it is stays as it is.
    """
    with transaction.atomic():
        hold_words(requirement.product_id)
        known = IndexedRequirement.objects.filter(pk=requirement.pk).first()
        if requirement.state not in OPEN:
            if known is not None:
                _take_out(known)
            return
        if parts is None:
            parts = _parts_of(known) if known else Parts()
        entered = enter(requirement, parts)
        if known is not None:
            if known.digest == entered.row.digest:
                _know_versions(known, entered.row.versions)
                return
            _take_out(known)
        index_new([entered])


def index_new(entered: Sequence[Entered]) -> None:
    """Index requirements that have just been made; runs inside the caller's transaction."""
    IndexedRequirement.objects.bulk_create([each.row for each in entered])
    postings = [posting for each in entered for posting in each.postings]
    if postings:
        _write(FILE, postings)
    counts = Counter(key for each in entered for key in counted(each.row))
    if counts:
        _write(COUNT_UP, list(counts.items()))
    for product_id in sorted({each.row.product_id for each in entered}):
        change(product_id, added=[each for each in entered if each.row.product_id == product_id])


def _parts_of(known: IndexedRequirement) -> Parts:
    modules = [(pk, name) for pk, name in known.modules]
    return Parts(modules=modules, versions=known.versions)


def _know_versions(known: IndexedRequirement, versions: list[int]) -> None:
    # Versions are no words: the postings stay.
    if known.versions != versions:
        known.versions = versions
        known.save(update_fields=["versions"])
        change(known.product_id, renewed=known)


def _take_out(known: IndexedRequirement) -> None:
    keys: list[int] = known.keys
    Posting.objects.filter(key__in=keys, requirement_id=known.pk).delete()
    WordCount.objects.filter(key__in=counted(known)).update(requirements=F("requirements") - 1)
    IndexedRequirement.objects.filter(pk=known.pk).delete()
    change(known.product_id, gone=known)


def _write(statements: Mapping[str, Any], rows: Sequence[tuple[int, ...]]) -> None:
    # Many rows a statement, built by hand: objects and one statement a row take five times as
    # long. In the order of the keys two who write at once never wait for one another.
    rows = sorted(rows)
    statement = statements[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(statement, [array_of(column) for column in zip(*rows, strict=True)])
            return
        begin, row, end = statement
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            text = f"{begin} {', '.join([row] * len(some))} {end}"
            cursor.execute(text, [value for each in some for value in each])


def clear() -> None:
    """Empty the index, to build it again."""
    for model in (Posting, WordCount, IndexedRequirement, IndexVersion):
        model.objects.all().delete()


def index_everything() -> int:
    """Build the whole index again; gives the number of requirements."""
    kept = {
        pk: Parts(modules=[(part, name) for part, name in modules], versions=versions)
        for pk, modules, versions in IndexedRequirement.objects.values_list(
            "pk", "modules", "versions"
        )
    }
    clear()
    count = 0
    for requirement in Requirement.objects.filter(state__in=OPEN).order_by("pk").iterator(500):
        index(requirement=requirement, parts=kept.get(requirement.pk))
        count += 1
    return count
