"""The store of the measures of sales, kept up with the tables and the ledger."""

from __future__ import annotations

from collections import defaultdict
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
    """
    Add up what was touched, and with each new day everything: what is open grows older.

    Measures of the same tables share a file: who visits somebody moves no funnel.
    """
    is_new_day = local_day(run.before.made_at) != f"{local(at):%Y-%m-%d}"
    written, tables, groups = 0, run.tables(), by_tables()
    for name in run.files[MONTHS].keys() - groups.keys():
        del run.files[MONTHS][name]
    for group, measures in groups.items():
        names = measures[0].tables
        is_there = any(run.files[name] for name in names)
        is_due = is_new_day or any(name in run.touched for name in names)
        if not is_there:
            run.files[MONTHS].pop(group, None)
        elif is_due or group not in run.files[MONTHS]:
            name = run.store.name(MONTHS, group, run.version)
            held = {each: tables[each] for each in names}
            engine().write(run.store.path(name), month_sql(measures, local(at)), held)
            run.files[MONTHS][group] = name
            written += 1
    return written


def by_tables() -> dict[str, list[Measure]]:
    """Put measures of the same tables together, by a name for them."""
    groups: dict[str, list[Measure]] = defaultdict(list)
    for measure in known_measures().values():
        groups["-".join(measure.tables)].append(measure)
    return groups


def local_day(moment: str) -> str:
    """Give the day of the installation on which something was made; nothing if it never was."""
    return f"{local(datetime.fromisoformat(moment)):%Y-%m-%d}" if moment else ""


KEEPING = Keeping(types=SALES, sources=SOURCES, cells=MONTHS, add_up=_add_up)
