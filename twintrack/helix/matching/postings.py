"""
Ask the inverted index in few statements of few shapes.

PostgreSQL plans a statement of a shape it knows only once; lists of values as long as a text is
would make a shape of each text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from twintrack.algorithms.matching.documents import Document

# The ids of the requirements that speak of one word, by how strongly they do.
ByWeight = dict[int, list[int]]

COUNTS = {
    "postgresql": "SELECT key, requirements FROM matching_wordcount WHERE key = ANY(%s::bigint[])",
    "sqlite": (
        "SELECT key, requirements FROM matching_wordcount "
        "WHERE key IN (SELECT value FROM json_each(%s))"
    ),
}
DOCUMENTS = {
    "postgresql": (
        "SELECT requirement_id, words, modules, versions FROM matching_indexedrequirement "
        "WHERE requirement_id = ANY(%s::bigint[])"
    ),
    "sqlite": (
        "SELECT requirement_id, words, modules, versions FROM matching_indexedrequirement "
        "WHERE requirement_id IN (SELECT value FROM json_each(%s))"
    ),
}
STRONGEST = (
    "SELECT requirement_id, weight FROM matching_posting WHERE key = {key} "
    "ORDER BY weight DESC, requirement_id DESC LIMIT {per_word}"
)
BEST = (
    "SELECT requirement_id, SUM(score) FROM ({scores}) AS scores GROUP BY requirement_id "
    "ORDER BY SUM(score) DESC, requirement_id LIMIT {limit}"
)
POSTINGS = {
    "postgresql": (
        "SELECT wanted.word, p.weight, array_agg(p.requirement_id) "
        "FROM unnest(%s::bigint[]) AS wanted (word), LATERAL ({strongest}) AS p GROUP BY 1, 2"
    ),
    "sqlite": (
        "SELECT key, weight, requirement_id FROM matching_posting "
        "WHERE key IN (SELECT value FROM json_each(%s)) "
        "ORDER BY key, weight DESC, requirement_id DESC"
    ),
}
SCORES = {
    "postgresql": (
        "SELECT requirement_id, worth * weight AS score "
        "FROM unnest(%s::bigint[], %s::int[]) AS wanted (word, worth), LATERAL ({strongest}) AS p"
    ),
    "sqlite": "SELECT requirement_id, %s * weight AS score FROM ({strongest}) AS p",
}


def count_words(keys: list[int]) -> dict[int, int]:
    """Give in how many requirements words stand, by their numbers; those in none are left out."""
    return dict(_rows(COUNTS, keys))


def _rows(statements: Mapping[str, str], ids: list[int]) -> list[Any]:
    listed = array_of(ids) if connection.vendor == "postgresql" else json.dumps(ids)
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor], [listed])
        rows: list[Any] = cursor.fetchall()
    return rows


@dataclass(frozen=True)
class Filed:
    """What the index knows of a requirement: its words, its modules by their ids, its versions."""

    document: Document
    modules: list[int]
    versions: list[int]


def array_of(numbers: Iterable[int]) -> str:
    """Write numbers as PostgreSQL reads a list of them."""
    # Given a list the driver takes as long over it, number by number, as over all the rest.
    return f"{{{','.join(map(str, numbers))}}}"


def read_filed(ids: list[int]) -> dict[int, Filed]:
    """Give what is known of requirements, by their ids; those that the index lacks are left out."""
    return {
        pk: Filed(
            document=Document.from_json(json.loads(words)),
            modules=[part for part, _name in _listed(modules)],
            versions=_listed(versions),
        )
        for pk, words, modules, versions in _rows(DOCUMENTS, ids)
    }


def _listed(text: str) -> list[Any]:
    # Most name no module and no version, and twenty-five are read a question.
    listed: list[Any] = [] if text == "[]" else json.loads(text)
    return listed


def read_postings(keys: list[int], *, per_word: int) -> dict[int, ByWeight]:
    """Give who speaks of words, by their numbers; of each word those that speak of it most."""
    found: dict[int, ByWeight] = {key: {} for key in keys}
    if connection.vendor == "postgresql":
        strongest = STRONGEST.format(key="wanted.word", per_word=per_word)
        statement = {"postgresql": POSTINGS["postgresql"].format(strongest=strongest)}
        for key, weight, ids in _rows(statement, keys):
            found[key][weight] = ids
        return found
    left = dict.fromkeys(keys, per_word)
    for key, weight, pk in _rows(POSTINGS, keys):
        if left[key]:
            left[key] -= 1
            found[key].setdefault(weight, []).append(pk)
    return found


def find_strongest(
    wanted: Sequence[tuple[int, int]], *, per_word: int, limit: int
) -> dict[int, int]:
    """
    Give the ids of the requirements that speak most of words, each a number and its worth.

    With each stands how much it speaks of them: the sum of worth times weight.

    Of each word only those that speak of it most are looked at.
    """
    if not wanted:
        return {}
    ask = _ask_server if connection.vendor == "postgresql" else _ask_file
    statement, values = ask(wanted, per_word)
    with connection.cursor() as cursor:
        cursor.execute(BEST.format(scores=statement, limit=limit), values)
        return {pk: int(score) for pk, score in cursor.fetchall()}


def _ask_server(wanted: Sequence[tuple[int, int]], per_word: int) -> tuple[str, list[Any]]:
    strongest = STRONGEST.format(key="wanted.word", per_word=per_word)
    keys, worth = zip(*wanted, strict=True)
    return SCORES["postgresql"].format(strongest=strongest), [array_of(keys), array_of(worth)]


def _ask_file(wanted: Sequence[tuple[int, int]], per_word: int) -> tuple[str, list[Any]]:
    one = SCORES["sqlite"].format(strongest=STRONGEST.format(key="%s", per_word=per_word))
    values: list[int] = []
    for key, worth in wanted:
        values += [worth, key]
    return " UNION ALL ".join([one] * len(wanted)), values
