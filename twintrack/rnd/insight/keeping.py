"""The store of R&D's measures, kept up with the tables and the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from twintrack.analytics.cells import cell_sql, month_of, needed, touched_months
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.store import CELLS, Store
from twintrack.analytics.tables import TABLES
from twintrack.foundation.measuring.keeping import Keeping, Run, engine
from twintrack.foundation.measuring.sources import local
from twintrack.rnd.insight.sources import SOURCES

__all__ = ["engine", "refresh", "store"]


def store() -> Store:
    """Give the store of this installation."""
    return Store(Path(settings.MEASURES_DIR))


def refresh(at: datetime, *, whole: bool = False) -> int:
    """
    Bring the store up to the ledger; gives how many files were written.

    :param whole: write everything anew, whatever is there.
    """
    return KEEPING.refresh(store(), at, whole=whole)


def _add_up(run: Run, at: datetime) -> int:
    """Add up the months in which observations may have changed."""
    now = local(at)
    measures = [each for each in MEASURES.values() if any(run.files[t] for t in each.tables)]
    months = touched_months(engine(), measures, dict(run.touched), now) if run.touched else set()
    if not months and run.before.made_at[:10] == f"{now:%Y-%m-%d}":
        return 0
    tables = run.tables()
    chosen = [each for each in needed(months, now) if each <= month_of(now.date())]
    for month in sorted(chosen) if measures else ():
        name = run.store.name(CELLS, month, run.version)
        if engine().write(run.store.path(name), cell_sql(measures, month, now), tables):
            run.files[CELLS][month] = name
        else:
            run.files[CELLS].pop(month, None)
    return len(chosen)


KEEPING = Keeping(types=TABLES, sources=SOURCES, cells=CELLS, add_up=_add_up)
