"""
What a process knows of the index without asking for it again.

A memory of a product holds in one state of its index, and every change gives the index another
(`IndexVersion`): whoever finds another state begins a new memory, and who makes the change takes
the memory along. A change that is undone leaves the index in the state before, which is not that
of the memory any more. So nothing is ever told from a memory that the index would not tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from heapq import nlargest
from secrets import randbits

from twintrack.algorithms.matching.corpus import PER_WORD
from twintrack.helix.matching.entering import Entered, counted
from twintrack.helix.matching.models import IndexedRequirement, IndexVersion
from twintrack.helix.matching.postings import (
    ByWeight,
    Filed,
    count_words,
    read_filed,
    read_postings,
)

# Counts, postings and words of requirements that a process keeps, of all products together: with
# a hundred bytes each at most, a hundred megabytes.
MOST = 1_000_000


class Memory:
    """What is known of a product's index in one state; what is asked for besides is read."""

    def __init__(self, version: int | None = None, *, per_word: int = PER_WORD) -> None:
        self.version = version
        self._per_word = per_word
        self.size = 0
        self._counts: dict[int, int] = {}
        # Requirements stand for their places in a row: adding up over a row is quick.
        self._row: list[int] = []
        self._places: dict[int, int] = {}
        self._postings: dict[int, ByWeight] = {}
        self._filed: dict[int, Filed] = {}

    @property
    def is_kept(self) -> bool:
        """Say whether those who ask later find it again."""
        return self.version is not None

    def counts_of(self, keys: Collection[int]) -> dict[int, int]:
        """Give in how many requirements words stand; those that stand in none are left out."""
        asked = [key for key in keys if key not in self._counts]
        if asked:
            stands = count_words(asked)
            self._counts |= {key: stands.get(key, 0) for key in asked}
            self.size += len(asked)
        return {key: count for key in keys if (count := self._counts[key])}

    def strongest(self, wanted: Sequence[tuple[int, int]], *, limit: int) -> dict[int, int]:
        """Give the ids of those that speak most of words, as `postings.find_strongest` does."""
        asked = [key for key, _worth in wanted if key not in self._postings]
        if asked:
            self._gather(asked)
        sums = [0] * len(self._row)
        for key, worth in wanted:
            for weight, places in self._postings[key].items():
                score = worth * weight
                for place in places:
                    sums[place] += score
        least = max([1, *nlargest(limit, sums)[limit - 1 :]])
        ahead = [(-score, self._row[at]) for at, score in enumerate(sums) if score >= least]
        return {pk: -score for score, pk in sorted(ahead)[:limit]}

    def filed_of(self, ids: Collection[int]) -> dict[int, Filed]:
        """Give what is known of requirements; those that the index lacks are left out."""
        asked = [pk for pk in ids if pk not in self._filed]
        for pk, filed in read_filed(asked).items() if asked else ():
            self._file_away(pk, filed)
        return {pk: self._filed[pk] for pk in ids if pk in self._filed}

    def _file_away(self, pk: int, filed: Filed) -> None:
        self._filed[pk] = filed
        self.size += len(filed.document.weights)

    def _gather(self, keys: list[int]) -> None:
        for key, known in read_postings(keys, per_word=self._per_word).items():
            self._postings[key] = {
                weight: [self._place_of(pk) for pk in ids] for weight, ids in known.items()
            }
            self.size += sum(map(len, known.values()))

    def _place_of(self, pk: int) -> int:
        if pk not in self._places:
            self._places[pk] = len(self._row)
            self._row.append(pk)
        return self._places[pk]

    def add(self, entered: Entered) -> None:
        """Know of one requirement more."""
        for key in counted(entered.row):
            if key in self._counts:
                self._counts[key] += 1
        for key, pk, weight in entered.postings:
            if key in self._postings:
                self._post(self._postings[key], pk, weight)
        self._file_away(entered.row.pk, entered.filed)

    def _post(self, known: ByWeight, pk: int, weight: int) -> None:
        known.setdefault(weight, []).append(self._place_of(pk))
        self.size += 1
        if sum(map(len, known.values())) > self._per_word:
            weakest = min(known)
            known[weakest].remove(min(known[weakest], key=self._row.__getitem__))
            if not known[weakest]:
                del known[weakest]
            self.size -= 1

    def forget(self, row: IndexedRequirement) -> None:
        """Read again what is known of a requirement; its words are the same as before."""
        gone = self._filed.pop(row.pk, None)
        self.size -= len(gone.document.weights) if gone else 0

    def remove(self, row: IndexedRequirement) -> None:
        """Know of one requirement less; who else speaks of its words is read again."""
        self.forget(row)
        for key in counted(row):
            if key in self._counts:
                self._counts[key] -= 1
            gone = self._postings.pop(key, {})
            self.size -= sum(map(len, gone.values()))


_memories: dict[int, Memory] = {}


def recall(product_ids: Collection[int]) -> dict[int, Memory]:
    """
    Give what is known of the indexes of products; those without a state begin with nothing.

    Their words are held (`operations.hold_words`): nobody else changes the indexes meanwhile.
    """
    # Copied: another thread may begin a memory meanwhile.
    if sum(each.size for each in list(_memories.values())) > MOST:
        _memories.clear()
    found = IndexVersion.objects.filter(pk__in=product_ids).values_list("pk", "version")
    versions = dict(found)
    return {pk: _memory_of(pk, versions.get(pk)) for pk in product_ids}


def _memory_of(product_id: int, version: int | None) -> Memory:
    known = _memories.get(product_id)
    if version is not None and (known is None or known.version != version):
        known = _memories[product_id] = Memory(version)
    return known if known and version is not None else Memory()


def change(
    product_id: int,
    *,
    added: Sequence[Entered] = (),
    gone: IndexedRequirement | None = None,
    renewed: IndexedRequirement | None = None,
) -> None:
    """Give the index of a product another state, in the transaction that has changed it."""
    version = randbits(63)
    known = _memories.get(product_id)
    rows = IndexVersion.objects.filter(pk=product_id)
    if known and known.version and rows.filter(version=known.version).update(version=version):
        if gone:
            known.remove(gone)
        if renewed:
            known.forget(renewed)
        for entered in added:
            known.add(entered)
        known.version = version
        return
    _memories.pop(product_id, None)
    IndexVersion.objects.bulk_create(
        [IndexVersion(product_id=product_id, version=version)],
        update_conflicts=True,
        unique_fields=["product_id"],
        update_fields=["version"],
    )
