"""Find the open requirements that a text is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from twintrack.algorithms.matching.bm25 import rarity
from twintrack.algorithms.matching.corpus import (
    COMPARED,
    PER_WORD,
    choose_terms,
    rank,
)
from twintrack.algorithms.matching.documents import Document, read
from twintrack.algorithms.matching.explanation import shared_words
from twintrack.algorithms.matching.similarity import STARTING, Comparison, Features, Weights
from twintrack.helix.matching.entering import Entered, counted
from twintrack.helix.matching.keys import EVERY, key_of, keys_of
from twintrack.helix.matching.models import Learning
from twintrack.helix.matching.postings import Filed, find_strongest
from twintrack.helix.matching.remembering import Memory
from twintrack.hub.products.models import Module, Product
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.models import Requirement


@dataclass(frozen=True, kw_only=True)
class Similar:
    """A requirement that may be meant, how surely, and the words that speak for it."""

    requirement: Requirement
    similarity: float
    words: list[str]
    features: Features


def current_weights() -> Weights:
    """Give the weights that hold: those learned here, or those that everybody begins with."""
    learning = get_learning()
    return learning.model if learning else STARTING


def get_learning() -> Learning | None:
    """Give what was learned from the company's own decisions, if anything was."""
    found: Learning | None = Learning.objects.first()
    return found


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """
    What texts that are asked about in a row have in common.

    `memories` are of products whose index nobody else changes meanwhile, by their ids.
    """

    memories: dict[int, Memory] = field(default_factory=dict)
    weights: Weights = field(default_factory=current_weights)
    # What was made of those before, and is written down with those that follow.
    new: list[Entered] = field(default_factory=list)
    added: Counter[int] = field(default_factory=Counter)

    def memory_of(self, product_id: int) -> Memory:
        """Give what is known of a product's index."""
        return self.memories.setdefault(product_id, Memory())

    def counts_of(self, product_id: int, keys: Collection[int]) -> dict[int, int]:
        """Give in how many requirements words stand, written down or not, if in any."""
        stands = self.memory_of(product_id).counts_of(keys)
        told = {key: stands.get(key, 0) + self.added.get(key, 0) for key in keys}
        return {key: count for key, count in told.items() if count}

    def expect(self, texts: Iterable[tuple[int, Document]]) -> None:
        """Ask at once for the counts of all words that texts, each of a product, consist of."""
        keys: dict[int, set[int]] = defaultdict(set)
        for product_id, document in texts:
            keys[product_id].update(_keys_of(product_id, document).values())
        for product_id, wanted in keys.items():
            self.memory_of(product_id).counts_of(wanted)

    def filed_of(self, product_id: int, ids: Collection[int]) -> dict[int, Filed]:
        """Give what is known of requirements, written down or not; what is not is left out."""
        new = {each.row.pk: each.filed for each in self.new if each.row.pk in ids}
        known = self.memory_of(product_id).filed_of([pk for pk in ids if pk not in new])
        return known | new

    def open_of(self, ids: Collection[int]) -> dict[int, Requirement]:
        """Give the requirements that are still open, written down or not, by their ids."""
        new = {each.row.pk: each.row.requirement for each in self.new}
        found = {pk: new[pk] for pk in ids if pk in new}
        rows = Requirement.objects.filter(state__in=OPEN)
        return found | rows.in_bulk([pk for pk in ids if pk not in new])

    def know(self, entered: Entered) -> None:
        """Let the texts that follow find a requirement that is not written down yet."""
        self.new.append(entered)
        self.added.update(counted(entered.row))


def find_similar(
    *,
    product: Product,
    title: str,
    body: str = "",
    module: Module | None = None,
    version_id: int | None = None,
    above: float = 0.0,
    limit: int = 5,
    lookup: Lookup | None = None,
    apart_from: int | None = None,
) -> list[Similar]:
    """
    Find the open requirements of a product that a text is most surely about, the surest first.

    Nobody's view limits it: what the company knows decides where feedback goes; who looks at
    the result sees only what they may. Who asks for many texts gives one `lookup` along; who
    compares a requirement leaves it out by its id, `apart_from`: nothing is as much like it.
    """
    lookup = lookup or Lookup()
    new = read(title, body, module.name if module else "")
    counts = _counts(product.pk, new, lookup)
    total = counts.get(EVERY, 0)
    chosen = choose_terms(new, {w: n for w, n in counts.items() if w != EVERY}, total)
    ids = [pk for pk in _best(product.pk, chosen, lookup) if pk != apart_from]
    known = lookup.filed_of(product.pk, ids)
    keys = [pk for pk in ids if pk in known]
    others = [known[pk].document for pk in keys]
    counts |= _counts_of_titles(product.pk, others, counts, lookup)

    def worth(word: str) -> float:
        return rarity(total, counts.get(word, 0))

    comparison = Comparison(new, worth)
    compared = [
        comparison.with_text(
            known[pk].document,
            module=_agrees(module.pk if module else None, known[pk].modules),
            version=_agrees(version_id, known[pk].versions),
        )
        for pk in keys
    ]
    ranked = rank(keys, compared, lookup.weights)
    matches = [match for match in ranked if match.similarity >= above][:limit]
    if not matches:
        return []
    # The index may be a moment behind the requirements: what is closed is no candidate.
    found = lookup.open_of([match.key for match in matches])
    said = f"{title}\n{body}"
    return [
        Similar(
            requirement=found[match.key],
            similarity=match.similarity,
            words=shared_words(
                said, f"{found[match.key].title}\n{found[match.key].description}", worth
            ),
            features=match.features,
        )
        for match in matches
        if match.key in found
    ]


def _keys_of(product_id: int, new: Document) -> dict[str, int]:
    return keys_of(product_id, [*new.filed, EVERY])


def _counts(product_id: int, new: Document, lookup: Lookup) -> dict[str, int]:
    """Give in how many requirements each word of a text stands, and how many there are."""
    keys = _keys_of(product_id, new)
    rows = lookup.counts_of(product_id, keys.values())
    return {word: rows[key] for word, key in keys.items() if key in rows}


def _best(product_id: int, chosen: dict[str, int], lookup: Lookup) -> list[int]:
    """Give the requirements that speak of the chosen words most, the new ones among them."""
    wanted = [(key_of(product_id, word), weight) for word, weight in chosen.items()]
    memory = lookup.memory_of(product_id)
    # What nobody finds again is not worth reading: the database adds it up.
    if memory.is_kept:
        scores = memory.strongest(wanted, limit=COMPARED)
    else:
        scores = find_strongest(wanted, per_word=PER_WORD, limit=COMPARED)
    for each in lookup.new:
        if each.row.product_id == product_id and (score := each.score(chosen)):
            scores[each.row.pk] = score
    return sorted(scores, key=lambda pk: (-scores[pk], pk))[:COMPARED]


def _counts_of_titles(
    product_id: int, others: Sequence[Document], counts: dict[str, int], lookup: Lookup
) -> dict[str, int]:
    # Words of bodies that the new text lacks count for nothing it is compared by.
    unknown = {word for document in others for word in document.title if word not in counts}
    keys = keys_of(product_id, unknown)
    rows = lookup.counts_of(product_id, keys.values())
    return {word: rows.get(key, 1) for word, key in keys.items()}


def _agrees(said: int | None, known: Sequence[int]) -> int:
    """Say whether a part that was named is known of the other: 1, -1, or 0 if either is silent."""
    if said is None or not known:
        return 0
    return 1 if said in known else -1
