"""The full-text index of each database: FTS5 on SQLite, a GIN index on PostgreSQL."""

from collections.abc import Sequence

from django.db import connection

from twintrack.foundation.search.models import SearchDocument

SQLITE = """
SELECT rowid FROM search_words WHERE search_words MATCH %s
AND (%s = '' OR rowid IN (SELECT id FROM search_searchdocument WHERE kind = %s))
ORDER BY rank, rowid DESC LIMIT %s
"""
POSTGRESQL = """
SELECT id FROM search_searchdocument, to_tsquery('simple', %s) AS wanted
WHERE words @@ wanted AND (%s = '' OR kind = %s)
ORDER BY ts_rank(words, wanted) DESC, id DESC LIMIT %s
"""


def store(documents: Sequence[SearchDocument]) -> None:
    """Bring the index up to date with documents; PostgreSQL's follows by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_words WHERE rowid = %s", [[each.pk] for each in documents]
            )
            cursor.executemany(
                "INSERT INTO search_words (rowid, tokens) VALUES (%s, %s)",
                [[each.pk, each.tokens] for each in documents],
            )


def forget_words() -> None:
    """Let nothing be left of words that documents no longer hold; PostgreSQL sweeps by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")


def find(tokens: Sequence[str], *, limit: int, kind: str = "") -> list[int]:
    """
    Find the documents that hold words beginning with each of these, the best first.

    With `kind` only those of one kind.

    Words are letters and digits only, so that none can be read as an operator.
    """
    if connection.vendor == "sqlite":
        statement, wanted = SQLITE, " ".join(f'"{token}"*' for token in tokens)
    else:
        statement, wanted = POSTGRESQL, " & ".join(f"{token}:*" for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted, kind, kind, limit])
        return [row[0] for row in cursor.fetchall()]
