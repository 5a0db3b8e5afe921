"""Find the open requirements that a text is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from twintrack.algorithms.matching.bm25 import rarity
from twintrack.algorithms.matching.corpus import (
    COMPARED,
    PER_WORD,
    choose_terms,
    rank,
)
from twintrack.algorithms.matching.documents import Document, read
from twintrack.algorithms.matching.explanation import shared_words
from twintrack.algorithms.matching.similarity import STARTING, Features, Weights, compare
from twintrack.helix.matching.keys import EVERY, key_of, keys_of
from twintrack.helix.matching.models import IndexedRequirement, Learning, WordCount
from twintrack.hub.products.models import Module, Product
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.models import Requirement

STRONGEST = (
    "SELECT requirement_id, weight * %s AS score FROM (SELECT requirement_id, weight "
    "FROM matching_posting WHERE key = %s ORDER BY weight DESC, requirement_id DESC LIMIT %s) AS p"
)
BEST = (
    "SELECT requirement_id FROM ({strongest}) AS s GROUP BY requirement_id "
    "ORDER BY SUM(score) DESC, requirement_id LIMIT %s"
)


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


def find_similar(
    *,
    product: Product,
    title: str,
    body: str = "",
    module: Module | None = None,
    version_id: int | None = None,
    above: float = 0.0,
    limit: int = 5,
    besides: Sequence[int] = (),
) -> list[Similar]:
    """
    Find the open requirements of a product that a text is most surely about, the surest first.

    Nobody's view limits it: what the company knows decides where feedback goes; who looks at
    the result sees only what they may. `besides` are ids that are left out.
    """
    new = read(title, body, module.name if module else "")
    counts = _counts(product.pk, new)
    total = counts.get(EVERY, 0)
    chosen = choose_terms(new, {w: n for w, n in counts.items() if w != EVERY}, total)
    ids = [pk for pk in _best(product.pk, chosen) if pk not in set(besides)]
    known = _known(ids)
    keys = [pk for pk in ids if pk in known]
    others = {pk: Document.from_json(known[pk].words) for pk in keys}
    worth = _worth(product.pk, counts, total, others.values())
    compared = [
        replace(
            compare(new, others[pk], worth),
            module=_agrees(
                module.pk if module else None, [part for part, _name in known[pk].modules]
            ),
            version=_agrees(version_id, known[pk].versions),
        )
        for pk in keys
    ]
    ranked = rank(keys, compared, current_weights())
    matches = [match for match in ranked if match.similarity >= above][:limit]
    found = Requirement.objects.in_bulk([match.key for match in matches])
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
    ]


def _known(ids: list[int]) -> dict[int, IndexedRequirement]:
    # The index may be a moment behind the requirements: what is closed is no candidate.
    open_ones = IndexedRequirement.objects.filter(requirement__state__in=OPEN)
    return open_ones.defer("keys", "digest").in_bulk(ids)


def _counts(product_id: int, new: Document) -> dict[str, int]:
    """Give in how many requirements each word of a text stands, and how many there are."""
    keys = keys_of(product_id, [*new.filed, EVERY])
    rows = dict(WordCount.objects.filter(key__in=keys.values()).values_list("key", "requirements"))
    return {word: rows[key] for word, key in keys.items() if key in rows}


def _best(product_id: int, chosen: dict[str, int]) -> list[int]:
    """Give the requirements that speak of the chosen words most."""
    if not chosen:
        return []
    values: list[int] = []
    for word, weight in chosen.items():
        values += [weight, key_of(product_id, word), PER_WORD]
    statement = BEST.format(strongest=" UNION ALL ".join([STRONGEST] * len(chosen)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, COMPARED])
        return [row[0] for row in cursor.fetchall()]


def _worth(
    product_id: int, counts: dict[str, int], total: int, others: object
) -> Callable[[str], float]:
    """Give what each word of the compared texts tells; those of the candidates are read too."""
    unknown = {
        word
        for document in others  # type: ignore[attr-defined]
        for word in document.title
        if word not in counts
    }
    keys = keys_of(product_id, unknown)
    rows = dict(WordCount.objects.filter(key__in=keys.values()).values_list("key", "requirements"))
    known = counts | {word: rows.get(key, 1) for word, key in keys.items()}
    # Words of bodies that the new text lacks count for nothing it is compared by.
    return lambda word: rarity(total, known.get(word, 0))


def _agrees(said: int | None, known: Sequence[int]) -> int:
    """Say whether a part that was named is known of the other: 1, -1, or 0 if either is silent."""
    if said is None or not known:
        return 0
    return 1 if said in known else -1
