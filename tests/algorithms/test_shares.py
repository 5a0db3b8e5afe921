"""Shares of values, as the store of measures counts them."""

import duckdb
import pytest

from twintrack.algorithms.shares import value_at


@pytest.mark.parametrize("values", [[7.0], [3.0, 1.0, 2.0, 4.0], [0.5, 9.25, 3.0, 3.0, 12.0, 1.5]])
def test_a_share_of_values_is_the_same_on_pages_and_in_the_store(values: list[float]) -> None:
    for share in (0.0, 0.15, 0.5, 0.85, 1.0):
        told = duckdb.execute("select quantile_cont(v, ?) from unnest(?) as t(v)", [share, values])
        [by_store] = told.fetchone() or (None,)
        assert value_at(values, share) == pytest.approx(by_store)
