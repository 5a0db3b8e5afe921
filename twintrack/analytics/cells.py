"""Observations added up by week: what pages read, however long the history is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from twintrack.algorithms.control import Kind
from twintrack.analytics.engines.port import Engine, Row
from twintrack.analytics.measures import Measure, Per
from twintrack.analytics.store import CELLS, Parts, Store

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Scope:
    """Whose observations: of some products or all, of a module, of a team, of a person."""

    # Nothing means all; a person who may see few products gives those.
    products: tuple[int, ...] | None = None
    module: int | None = None
    team: int | None = None
    person: int | None = None


@dataclass(frozen=True)
class Week:
    """What a measure came to in a week, or in another span that begins on a day."""

    starts_on: date
    count: int
    part: float
    whole: float
    middle: float | None = None
    p85: float | None = None
    # The spread of the logarithms of single durations.
    spread: float = 0.0

    @property
    def monday(self) -> date:
        """The first day of a week."""
        return self.starts_on


@dataclass(frozen=True)
class Observation:
    """One row behind a number."""

    at: datetime
    about: str
    id: int
    part: float
    whole: float


def monday_of(day: date) -> date:
    """Give the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> str:
    """Name the month of a day."""
    return f"{day:%Y-%m}"


def _bounds(month: str) -> tuple[date, date]:
    """Give the first Monday of a month and that of the next: its weeks are those between."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return _first_monday(first), _first_monday(following)


def _first_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _ends(start: date, end: date, now: datetime) -> str:
    """
    Make the ends of weeks a table, for measures that look at states.

    The running week is looked at as it is now; of weeks to come nothing is known.
    """
    return (
        "week_ends as (select least(monday + interval 7 day - interval 1 microsecond, "
        f"timestamp '{now:%Y-%m-%d %H:%M:%S}') as moment "
        f"from generate_series(timestamp '{start}', timestamp '{end - WEEK}', interval 7 day) "
        f"as g(monday) where monday <= timestamp '{now:%Y-%m-%d %H:%M:%S}'), "
    )


SUMS = "count(*) as count, sum(part) as part, sum(whole) as whole"
# Whole products and the whole company are what pages ask for most: their medians stand ready.
ROLLED = (
    "quantile_cont(part, 0.5) filter (keeps), quantile_cont(part, 0.85) filter (keeps), "
    "coalesce(stddev_samp(ln(greatest(part, 0.001))) filter (keeps), 0)"
)


def cell_sql(measures: Sequence[Measure], month: str, now: datetime) -> str:
    """Write the question whose rows are the cells of a month."""
    start, end = _bounds(month)
    parts = [
        f"select '{each.code}' as measure, moment, product, team, modules, part::double as part, "
        f"whole::double as whole, {str(each.kind == Kind.DURATION).lower()} as keeps "
        f"from ({each.rows})"
        for each in measures
    ]
    return (
        f"select * from (with {_ends(start, end, now)}seen as ({' union all '.join(parts)}), "
        f"here as (select * from seen where moment >= timestamp '{start}' and "
        f"moment < timestamp '{end}'), "
        "apart as (select measure, date_trunc('week', moment)::date as week, "
        "coalesce(product, 0) as product, coalesce(team, 0) as team, part, whole, keeps, "
        "unnest(list_append(coalesce(list_distinct(modules), []), 0)) as module from here) "
        f"select measure, week, product, team, module, '' as rolled, {SUMS}, "
        "list(part) filter (keeps) as values, null::double as middle, null::double as p85, "
        "null::double as spread from apart group by measure, week, product, team, module "
        f"union all select measure, week, product, 0, module, 'product', {SUMS}, null, {ROLLED} "
        "from apart group by measure, week, product, module "
        f"union all select measure, week, 0, 0, 0, 'all', {SUMS}, null, {ROLLED} "
        "from apart where module = 0 group by measure, week "
        "order by rolled, measure, product, module, week)"
    )


def _rolled(scope: Scope) -> str:
    """Name the sums that stand ready for a scope, or nothing where its cells must be added up."""
    if scope.team is not None or scope.person is not None:
        return ""
    if scope.products is None:
        return "rolled = 'all'" if scope.module is None else ""
    if len(scope.products) != 1:
        return ""
    return f"rolled = 'product' and product = {int(scope.products[0])}"


def _filter(scope: Scope, column: str = "product") -> str:
    wanted = []
    if scope.products is not None:
        listed = ", ".join(str(int(each)) for each in (*scope.products, -1))
        wanted.append(f"{column} in ({listed})")
    if scope.team is not None:
        wanted.append(f"team = {int(scope.team)}")
    return " and ".join(wanted) or "true"


@dataclass(frozen=True)
class Library:
    """The store as of one list of parts, and the engine that reads it."""

    engine: Engine
    store: Store
    parts: Parts

    def weeks(
        self, measures: Sequence[Measure], scope: Scope, first: date, last: date
    ) -> dict[str, list[Week]]:
        """Read courses between two Mondays; weeks without observations are left out."""
        tables = {CELLS: self.store.paths(self.parts, CELLS, _months(first, last))}
        codes = ", ".join(f"'{each.code}'" for each in measures)
        where = (
            f"measure in ({codes}) and week between date '{first}' and date '{last}' "
            f"and module = {int(scope.module or 0)}"
        )
        rolled = _rolled(scope)
        if rolled:
            rows = self.engine.query(
                "select measure, week, count, part, whole, middle, p85, spread from cells "
                f"where {where} and {rolled} order by week",
                tables,
            )
            return _joined(
                measures, [row[:5] for row in rows], [(*row[:2], *row[5:]) for row in rows]
            )
        where += f" and rolled = '' and {_filter(scope)}"
        sums = self.engine.query(
            "select measure, week, sum(count), sum(part), sum(whole) from cells "
            f"where {where} group by all order by week",
            tables,
        )
        apart = self.engine.query(
            f"{MIDDLES} from (select measure, week, unnest(values) as v from cells "
            f"where {where} and values is not null) group by all",
            tables,
        )
        return _joined(measures, sums, apart)

    def weeks_by_place(
        self, measures: Sequence[Measure], first: date, last: date
    ) -> dict[tuple[int, int], dict[str, list[Week]]]:
        """Read the courses of all products and their modules at once; module 0 is the whole."""
        tables = {CELLS: self.store.paths(self.parts, CELLS, _months(first, last))}
        codes = ", ".join(f"'{each.code}'" for each in measures)
        rows = self.engine.query(
            "select product, module, measure, week, count, part, whole, middle, p85, spread "
            f"from cells where measure in ({codes}) and rolled = 'product' and product > 0 "
            f"and week between date '{first}' and date '{last}' order by week",
            tables,
        )
        parted: dict[tuple[int, int], list[Row]] = {}
        for row in rows:
            parted.setdefault((row[0], row[1]), []).append(row[2:])
        return {
            place: _joined(
                measures, [row[:5] for row in told], [(*row[:2], *row[5:]) for row in told]
            )
            for place, told in parted.items()
        }

    def together(self, measure: Measure, scope: Scope, first: date, last: date) -> Week:
        """Add weeks up into one, as if they were one long one."""
        tables = {CELLS: self.store.paths(self.parts, CELLS, _months(first, last))}
        where = (
            f"measure = '{measure.code}' and week between date '{first}' and date '{last}' "
            f"and module = {int(scope.module or 0)} and rolled = '' and {_filter(scope)}"
        )
        [sums] = self.engine.query(
            f"select sum(count), sum(part), sum(whole) from cells where {where}", tables
        )
        [middles] = self.engine.query(
            "select quantile_cont(v, 0.5), quantile_cont(v, 0.85) from (select unnest(values) as v "
            f"from cells where {where} and values is not null)",
            tables,
        )
        count, part, whole = (float(each or 0) for each in sums)
        return Week(first, int(count), part, whole, *middles)

    def own_weeks(
        self, measure: Measure, scope: Scope, first: date, last: date, now: datetime
    ) -> list[Week]:
        """Read a course from the rows themselves: that of a person, whom cells do not know."""
        sql = observations_sql(measure, scope, first, last, now)
        tables = self.tables_of(measure)
        week = f"'{measure.code}' as measure, date_trunc('week', moment)::date as week"
        sums = self.engine.query(
            f"select {week}, count(*), sum(part), sum(whole) from ({sql}) group by all "
            "order by week",
            tables,
        )
        apart: list[Row] = []
        if measure.kind == Kind.DURATION:
            apart = self.engine.query(
                f"{MIDDLES} from (select {week}, part as v from ({sql})) group by all", tables
            )
        return _joined([measure], sums, apart)[measure.code]

    def observations(
        self,
        measure: Measure,
        scope: Scope,
        weeks: tuple[date, date],
        now: datetime,
        limit: int = 200,
    ) -> list[Observation]:
        """Read the rows behind numbers from one Monday to another, the heaviest first."""
        sql = observations_sql(measure, scope, *weeks, now)
        if measure.kind != Kind.DURATION:
            # One object may have several rows, as a build has one a module.
            sql = (
                "select max(moment) as moment, about, id, sum(part) as part, sum(whole) as whole "
                f"from ({sql}) group by about, id"
            )
        kept = "where part > 0 " if measure.per == Per.ROWS else ""
        rows = self.engine.query(
            f"select * from ({sql}) {kept}order by {measure.heavy_sql} desc, moment desc, id "
            f"limit {int(limit)}",
            self.tables_of(measure),
        )
        return [_observed(row) for row in rows]

    def tables_of(self, *measures: Measure) -> dict[str, list[Path]]:
        """Name the files of the tables that measures are made of."""
        return self.store.paths_of(
            self.parts, (table for each in measures for table in each.tables)
        )


MIDDLES = (
    "select measure, week, quantile_cont(v, 0.5), quantile_cont(v, 0.85), "
    "coalesce(stddev_samp(ln(greatest(v, 0.001))), 0)"
)


def _joined(
    measures: Sequence[Measure], sums: Sequence[Row], apart: Sequence[Row]
) -> dict[str, list[Week]]:
    middles = {(row[0], row[1]): row[2:] for row in apart}
    found: dict[str, list[Week]] = {each.code: [] for each in measures}
    for code, monday, count, part, whole in sums:
        middle, p85, spread = middles.get((code, monday), (None, None, 0.0))
        found[code].append(
            Week(monday, int(count), float(part or 0), float(whole or 0), middle, p85, spread)
        )
    return found


def _months(first: date, last: date) -> list[str]:
    weeks = (last - first).days // 7 + 1
    return sorted({month_of(first + WEEK * turn) for turn in range(weeks)})


def observations_sql(measure: Measure, scope: Scope, first: date, last: date, now: datetime) -> str:
    """Write the question for the rows of a measure between two Mondays."""
    where = [
        f"moment >= timestamp '{first}' and moment < timestamp '{last + WEEK}'",
        _filter(scope),
    ]
    if scope.module is not None:
        where.append(f"list_contains(modules, {int(scope.module)})")
    if scope.person is not None:
        where.append(f"person = {int(scope.person)}")
    return (
        f"select * from (with {_ends(first, last + WEEK, now)}seen as ({measure.rows}) "
        f"select moment, about, id, part, whole from seen where {' and '.join(where)})"
    )


def _observed(row: Row) -> Observation:
    at, about, number, part, whole = row
    return Observation(at, about, int(number), float(part or 0), float(whole or 0))


def touched_months(
    engine: Engine, measures: Sequence[Measure], tables: dict[str, list[Path]], now: datetime
) -> set[str]:
    """Say in which months the observations lie that come from some parts of tables."""
    concerned = [each for each in measures if any(tables.get(name) for name in each.tables)]
    months: set[str] = set()
    for each in concerned:
        held = {name: tables.get(name, []) for name in each.tables}
        rows = engine.query(
            "select distinct strftime(date_trunc('week', moment), '%Y-%m') from "
            f"(with {_ends(date(1990, 1, 1), now.date() + WEEK, now)}seen as ({each.rows}) "
            "select moment from seen where moment is not null)",
            held,
        )
        months.update(row[0] for row in rows)
    return months


def needed(months: Iterable[str], now: datetime) -> set[str]:
    """Add the running month and the one before: what is open grows older without changing."""
    day = monday_of(now.date())
    return {*months, month_of(day), month_of(day - WEEK)}
