"""The store of the measures of sales, kept up with the tables and the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from twintrack.analytics.measures import Measure, Words
from twintrack.analytics.metrics.funnel import StageWords
from twintrack.analytics.metrics.sales import sales_measures
from twintrack.analytics.months import MONTHS, month_sql
from twintrack.analytics.store import Store
from twintrack.analytics.tables import SALES
from twintrack.foundation.measuring.keeping import Keeping, Run, engine
from twintrack.foundation.measuring.sources import local
from twintrack.sales.kpis.sources import SOURCES
from twintrack.sales.pipeline.models.stages import known_stages

# One file holds all cells: months look back on one another, and there are few of them.
ALL = "all"


def known_measures() -> dict[str, Measure]:
    """Give all measures by their codes, with those of the stages there are."""
    return sales_measures(
        StageWords(code=each.code, name=Words(each.name_en, each.name_zh))
        for each in known_stages().values()
    )


def store() -> Store:
    """Give the store of this installation."""
    beside = Path(settings.MEASURES_DIR)
    return Store(beside.with_name(f"{beside.name}-sales"))


def refresh(at: datetime, *, whole: bool = False) -> int:
    """
    Bring the store up to the ledger; gives how many files were written.

    :param whole: write everything anew, whatever is there.
    """
    return KEEPING.refresh(store(), at, whole=whole)


def _add_up(run: Run, at: datetime) -> int:
    """Add everything up when something changed, and with each new day: what is open grows older."""
    now = local(at)
    if not run.touched and run.before.made_at[:10] == at.isoformat()[:10]:
        return 0
    measures = [
        each for each in known_measures().values() if any(run.files[name] for name in each.tables)
    ]
    if not measures:
        return 0
    name = run.store.name(MONTHS, ALL, run.version)
    engine().write(run.store.path(name), month_sql(measures, now), run.tables())
    run.files[MONTHS][ALL] = name
    return 1


KEEPING = Keeping(types=SALES, sources=SOURCES, cells=MONTHS, add_up=_add_up)
