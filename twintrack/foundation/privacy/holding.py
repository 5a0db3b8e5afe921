"""Rows whose texts hold any of many words: what would be hundreds of conditions is one a column."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import IContains
from django.db.models.sql.compiler import SQLCompiler


class HoldsAny(IContains):
    """A text that holds any of these words, in whatever case: `HoldsAny(F("title"), words)`."""

    prepare_rhs = False
    rhs: list[str]

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        # Each condition is the same but for its word, which stands last.
        one, before = IContains(self.lhs, self.rhs[0]).as_sql(compiler, connection)
        sought = [f"%{connection.ops.prep_for_like_query(each)}%" for each in self.rhs]
        params = [value for each in sought for value in (*before[:-1], each)]
        return f"({' OR '.join([one] * len(sought))})", params
