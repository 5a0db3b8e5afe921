"""Observations of sales added up by month: by product and person, cohorts with what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from twintrack.algorithms.control import Kind, Placed, Reading, process_chart
from twintrack.analytics.cells import Observation, Week
from twintrack.analytics.courses import Course, Step
from twintrack.analytics.engines.port import Engine, Row
from twintrack.analytics.measures import Measure, Per
from twintrack.analytics.store import Parts, Store

MONTHS = "months"
# Of fewer no rate is told: the counts are.
FEWEST = 5
# So many months are looked back on.
LOOKED_BACK = 36


@dataclass(frozen=True)
class Month(Week):
    """What a measure came to in a month; `open` of a cohort are not decided yet."""

    open: int = 0


@dataclass(frozen=True)
class Whose:
    """Whose observations: of a product or all, of some people or everybody, of a customer."""

    product: int | None = None
    people: tuple[int, ...] | None = None
    customer: int | None = None


def first_of(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def later(month: date, by: int) -> date:
    """Give the month so many after another, or before it."""
    turn = month.year * 12 + month.month - 1 + by
    return date(turn // 12, turn % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """List the months from one to another."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [later(first, turn) for turn in range(count)]


def value_of(measure: Measure, month: Week) -> float | None:
    """Give the value of a month in the unit people see; nothing where there is none."""
    if measure.kind == Kind.COUNT and measure.per != Per.ROWS:
        return month.part * measure.factor
    if measure.kind == Kind.DURATION and not measure.is_mean:
        return None if month.middle is None else month.middle * measure.factor
    return month.part / month.whole * measure.factor if month.whole > 0 else None


def is_few(measure: Measure, month: Week) -> bool:
    """Say whether too few stand behind a value to tell it; what is merely counted never are."""
    return (measure.kind != Kind.COUNT or measure.is_weighed) and month.count < FEWEST


def month_course(measure: Measure, months: Sequence[Month], first: date, last: date) -> Course:
    """
    Make the course of a measure from its first month to the last.

    Months of a cohort that are still open stand in it without limits: nothing is judged by them.
    """
    known = {each.starts_on: each for each in months}
    filled = [known.get(each, Month(each, 0, 0.0, 0.0)) for each in months_between(first, last)]
    chart = process_chart([_reading(measure, each) for each in filled], measure.kind)
    steps = zip(filled, chart.points, strict=True)
    return Course(
        measure,
        tuple(_step(measure, month, placed) for month, placed in steps),
        tuple(chart.signals),
        tuple(filled[index].starts_on for index in chart.phases),
    )


def _step(measure: Measure, month: Month, placed: Placed) -> Step:
    def shown(limit: float | None) -> float | None:
        return None if limit is None else limit * measure.factor

    return Step(
        month,
        None if is_few(measure, month) else value_of(measure, month),
        shown(placed.lower),
        shown(placed.centre),
        shown(placed.upper),
        placed.is_out,
    )


def _reading(measure: Measure, month: Month) -> Reading:
    value = value_of(measure, month)
    if value is None or is_few(measure, month) or (measure.is_cohort and month.open):
        return Reading(0, 0)
    seen = value / measure.factor
    if measure.kind == Kind.DURATION:
        return Reading(seen, month.count, min(month.spread, 1.5))
    # Weighed by amounts, chance is still that of so many things, not of so much money.
    whole = month.count if measure.is_weighed else month.whole
    if measure.kind == Kind.COUNT and measure.per != Per.ROWS:
        whole = 1.0
    return Reading(seen * whole, whole)


def _clock(first: date, now: datetime) -> str:
    """Make the present and the ends of months tables, for measures that look at states."""
    moment = f"timestamp '{now:%Y-%m-%d %H:%M:%S}'"
    return (
        f"clock as (select {moment} as now), month_ends as (select least(month + interval 1 month "
        f"- interval 1 microsecond, {moment}) as moment from generate_series("
        f"timestamp '{first}', {moment}, interval 1 month) as g(month)), "
    )


COLUMNS = "moment, products, person, customer, part::double as part, whole::double as whole"
ROLLED = (
    "quantile_cont(part, 0.5) filter (keeps), quantile_cont(part, 0.85) filter (keeps), "
    "coalesce(stddev_samp(ln(greatest(part / whole, 0.001))) filter (spreads), 0)"
)
SUMS = "count(*) filter (about <> ''), sum(part), sum(whole), sum(is_open::int)"


def _marked(measure: Measure, rows: str) -> str:
    """Add to observations whether medians keep them, and whether they tell of spread."""
    is_time = measure.kind == Kind.DURATION
    return (
        f"select {COLUMNS}, is_open, about, {str(is_time and not measure.is_mean).lower()} "
        f"as keeps, {str(is_time).lower()} and whole > 0 as spreads from ({rows})"
    )


def month_sql(measures: Sequence[Measure], now: datetime) -> str:
    """Write the question whose rows are the cells of all months."""
    first = later(first_of(now.date()), -LOOKED_BACK)
    seen = " union all ".join(
        f"select '{each.code}' as measure, * from ({_marked(each, each.rows)})" for each in measures
    )
    return (
        f"select * from (with {_clock(first, now)}seen as ({seen}), "
        "apart as (select measure, date_trunc('month', moment)::date as month, "
        "coalesce(person, 0) as person, part, whole, is_open, about, keeps, spreads, "
        "unnest(list_append(coalesce(list_distinct(products), []), 0)) as product "
        f"from seen where moment >= timestamp '{first}' and moment <= (select now from clock)) "
        f"select measure, month, product, person, '' as rolled, {SUMS}, "
        "list(part) filter (keeps) as values, null::double, null::double, "
        "coalesce(stddev_samp(ln(greatest(part / whole, 0.001))) filter (spreads), 0) "
        "from apart group by measure, month, product, person "
        f"union all select measure, month, product, 0, 'all', {SUMS}, null, {ROLLED} "
        "from apart group by measure, month, product) as t(measure, month, product, person, "
        'rolled, "count", part, whole, "open", "values", middle, p85, spread) '
        "order by rolled, measure, product, person, month"
    )


@dataclass(frozen=True)
class MonthLibrary:
    """The store of sales as of one list of parts, and the engine that reads it."""

    engine: Engine
    store: Store
    parts: Parts

    def months(
        self, measures: Sequence[Measure], whose: Whose, first: date, last: date, now: datetime
    ) -> dict[str, list[Month]]:
        """Read courses between two months; months without observations are left out."""
        if whose.customer is not None:
            return self._from_rows(measures, whose, first, last, now)
        rows = self._cells(measures, whose, first, last, group="month")
        return _by_measure(measures, rows)

    def together(
        self, measures: Sequence[Measure], whose: Whose, first: date, last: date, now: datetime
    ) -> dict[str, Month]:
        """Add months up into one, as if they were one long one."""
        group = f"date '{first}'"
        if whose.customer is None:
            rows = self._cells(measures, whose, first, last, group=group)
        else:
            rows = self._rows(measures, whose, first, last, now, group=group)
        found = _by_measure(measures, rows)
        return {code: each[0] for code, each in found.items() if each}

    def by_person(
        self,
        measures: Sequence[Measure],
        people: Collection[int],
        first: date,
        last: date,
        *,
        is_whole: bool = False,
    ) -> dict[int, dict[str, list[Month]]]:
        """Read the months of each of some people, or all added up as if they were one."""
        group = f"date '{first}'" if is_whole else "month"
        whose = Whose(people=tuple(sorted(people)))
        rows = self._cells(measures, whose, first, last, group=group, by="person, ")
        found: dict[int, dict[str, list[Month]]] = {
            each: {measure.code: [] for measure in measures} for each in people
        }
        for person, code, *rest in rows:
            found[person][code].append(_month(rest))
        return found

    def _cells(
        self,
        measures: Sequence[Measure],
        whose: Whose,
        first: date,
        last: date,
        *,
        group: str,
        by: str = "",
    ) -> list[Row]:
        tables = {MONTHS: self.store.paths(self.parts, MONTHS)}
        codes = ", ".join(f"'{each.code}'" for each in measures) or "''"
        where = (
            f"measure in ({codes}) and month between date '{first}' and date '{last}' "
            f"and product = {int(whose.product or 0)}"
        )
        if whose.people is None and group == "month":
            return self.engine.query(
                'select measure, month, "count", part, whole, "open", middle, p85, spread '
                f"from months where rolled = 'all' and {where} order by month",
                tables,
            )
        where += " and rolled = ''"
        if whose.people is not None:
            listed = ", ".join(str(int(each)) for each in (*whose.people, -1))
            where += f" and person in ({listed})"
        flat = 'flatten(list("values") filter ("values" is not null))'
        return self.engine.query(
            f'select {by}measure, {group} as month, sum("count"), sum(part), sum(whole), '
            f"sum(\"open\"), list_aggregate({flat}, 'quantile_cont', 0.5), "
            f"list_aggregate({flat}, 'quantile_cont', 0.85), max(spread) "
            f"from months where {where} group by all order by month",
            tables,
        )

    def _from_rows(
        self, measures: Sequence[Measure], whose: Whose, first: date, last: date, now: datetime
    ) -> dict[str, list[Month]]:
        group = "date_trunc('month', moment)::date"
        return _by_measure(measures, self._rows(measures, whose, first, last, now, group=group))

    def _rows(
        self,
        measures: Sequence[Measure],
        whose: Whose,
        first: date,
        last: date,
        now: datetime,
        *,
        group: str,
    ) -> list[Row]:
        rows: list[Row] = []
        for measure in measures:
            told = _marked(measure, observations_sql(measure, whose, first, last, now))
            rows += self.engine.query(
                f"select '{measure.code}', {group} as month, {SUMS}, {ROLLED} from ({told}) "
                "group by all order by month",
                self.tables_of(measure),
            )
        return rows

    def observations(
        self,
        measure: Measure,
        whose: Whose,
        months: tuple[date, date],
        now: datetime,
        limit: int = 200,
    ) -> list[Seen]:
        """Read the rows behind numbers from one month to another, the heaviest first."""
        sql = observations_sql(measure, whose, *months, now)
        rows = self.engine.query(
            "select moment, about, id, part, whole, is_open from "
            f"({sql}) where about <> '' order by is_open desc, {measure.heavy_sql} desc, "
            f"moment desc, id limit {int(limit)}",
            self.tables_of(measure),
        )
        return [_observed(row) for row in rows]

    def tables_of(self, *measures: Measure) -> Mapping[str, list[Path]]:
        """Name the files of the tables that measures are made of."""
        return self.store.paths_of(
            self.parts, (table for each in measures for table in each.tables)
        )


def observations_sql(measure: Measure, whose: Whose, first: date, last: date, now: datetime) -> str:
    """Write the question for the rows of a measure between two months."""
    end = later(last, 1)
    where = [
        f"moment >= timestamp '{first}' and moment < timestamp '{end}'",
        "moment <= (select now from clock)",
    ]
    if whose.product is not None:
        where.append(f"list_contains(products, {int(whose.product)})")
    if whose.people is not None:
        listed = ", ".join(str(int(each)) for each in (*whose.people, -1))
        where.append(f"coalesce(person, 0) in ({listed})")
    if whose.customer is not None:
        where.append(f"customer = {int(whose.customer)}")
    return (
        f"select * from (with {_clock(first, now)}seen as ({measure.rows}) "
        f"select {COLUMNS}, is_open, about, id from seen where {' and '.join(where)})"
    )


@dataclass(frozen=True)
class Seen(Observation):
    """One row behind a number; of a cohort it may still be open."""

    is_open: bool = False


def _observed(row: Row) -> Seen:
    at, about, number, part, whole, is_open = row
    return Seen(at, about, int(number), float(part or 0), float(whole or 0), bool(is_open))


def _month(row: Sequence[object]) -> Month:
    month, count, part, whole, still, middle, p85, spread = row
    return Month(
        month,  # type: ignore[arg-type]
        int(count or 0),  # type: ignore[call-overload]
        float(part or 0),  # type: ignore[arg-type]
        float(whole or 0),  # type: ignore[arg-type]
        middle,  # type: ignore[arg-type]
        p85,  # type: ignore[arg-type]
        float(spread or 0),  # type: ignore[arg-type]
        int(still or 0),  # type: ignore[call-overload]
    )


def _by_measure(measures: Sequence[Measure], rows: Sequence[Row]) -> dict[str, list[Month]]:
    found: dict[str, list[Month]] = {each.code: [] for each in measures}
    for code, *rest in rows:
        found[code].append(_month(rest))
    return found
