"""
What forecasts of sales are worth: `python -m benchmarks.sales [--data DIR]`.

Deals (`opportunities.csv.gz`, with `products.csv` and `sales_teams.csv` where they are) are walked
week by week: everything is learned from what was known on the Monday, and judged by what came.
The first quarter is only learned from. Invoices (`receivables.csv`) are walked month by month:
those issued in a month are judged by a model of the morning of its first day. Plain ways beside.
"""

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import fmean, median

import numpy as np

from benchmarks.report import Bar, finish
from twintrack.algorithms.forecasting.correction import Correction, learn_correction
from twintrack.algorithms.forecasting.deals import LOST, WON, Deal, Stay, known_on, quarter_of
from twintrack.algorithms.forecasting.hazards import (
    OLDEST,
    chance_when_decided,
    decided_within,
    fit_hazards,
    won_within,
)
from twintrack.algorithms.forecasting.logistic import Case, back_test
from twintrack.algorithms.forecasting.payments import Bill, fit_payments
from twintrack.algorithms.forecasting.quarter import forecast, look_ahead, replay
from twintrack.algorithms.forecasting.scores import area_under_curve, calibration, log_loss

WEEK = 7
HORIZON = 260
# Of so many weekly chances of a deal one teaches: they are nearly the same.
THIN = 6
# Older ones are not decided any more, and teach nothing.
MATURE = 150
# The first share of the invoices is only learned from.
LEARNED = 0.3
PRIOR = 3.0


def day(text: str) -> int:
    return datetime.strptime(text, "%m/%d/%Y").date().toordinal()  # noqa: DTZ007


@dataclass(frozen=True)
class Sold:
    """A deal, and what the static score and the parts of the company know it by."""

    deal: Deal
    traits: dict[str, str]
    parts: tuple[str, ...]


def read_table(path: Path) -> list[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode().splitlines()))


def read_deals(data: Path) -> list[Sold]:
    """Read deals; open ones are worth the price of their product, as far as it is known."""
    rows = [r for r in read_table(data / "opportunities.csv.gz") if r["engage_date"]]
    prices = defaultdict(list)
    for row in rows:
        if row["deal_stage"] == "Won":
            prices[row["product"]].append(float(row["close_value"]))
    usual = {product: median(values) for product, values in prices.items()}
    teams = {}
    if (data / "sales_teams.csv").exists():
        teams = {r["sales_agent"]: r for r in read_table(data / "sales_teams.csv")}
    return [_sold(row, usual, teams.get(row["sales_agent"], {})) for row in rows]


def _sold(row: dict[str, str], usual: dict[str, float], team: dict[str, str]) -> Sold:
    closed = day(row["close_date"]) if row["close_date"] else None
    to = None if closed is None else WON if row["deal_stage"] == "Won" else LOST
    stay = Stay(stage=0, since=day(row["engage_date"]), until=closed, to=to)
    return Sold(
        deal=Deal(
            stays=(stay,),
            worth=usual.get(row["product"], 0.0),
            brought=float(row["close_value"] or 0),
        ),
        traits={each: row[each] for each in ("sales_agent", "product", "account")},
        parts=(team.get("manager", ""), team.get("regional_office", ""), row["product"]),
    )


class Told:
    """Chances that were given, what came, and what the share of all said."""

    def __init__(self) -> None:
        self.chances: list[float] = []
        self.came: list[float] = []
        self.base: list[float] = []

    def add(self, chance: float, came: bool, base: float) -> None:
        self.chances.append(chance)
        self.came.append(float(came))
        self.base.append(base)

    @property
    def gain(self) -> float:
        """How much better than the base rate, as a share of its log-loss."""
        return 1 - log_loss(self.chances, self.came) / log_loss(self.base, self.came)

    @property
    def worst_tenth(self) -> float:
        return max(abs(told - came) for told, came in calibration(self.chances, self.came))


def mondays(deals: Sequence[Deal]) -> Iterator[int]:
    """Give the Mondays from the first whole quarter on to a week before the last deal closed."""
    closed = [each.closed for each in deals if each.closed is not None]
    start = quarter_of(min(closed))[1] + 1
    yield from range(start + (7 - date.fromordinal(start).weekday()) % 7, max(closed) - 6, WEEK)


def walk_chances(deals: Sequence[Deal]) -> tuple[Told, Told]:
    """Give the chances told each week of open deals, and those of deals in the week they close."""
    eventual, decided = Told(), Told()
    earlier: list[tuple[float, Deal]] = []
    weeks = list(mondays(deals))
    judged = quarter_of(weeks[0])[1]
    for on in weeks:
        hazards = fit_hazards(known_on(deals, on), on=on, stages=1)
        won = won_within(hazards, on=on, until=on + HORIZON)[0, 0]
        ends = decided_within(hazards, on=on, until=on + HORIZON)[0, 0]
        raw = np.clip(won / np.maximum(ends, 1e-9), 0.01, 0.99)
        base = hazards.won_share
        told = correction(earlier, on, base).apply(raw, base=base)
        for deal in deals:
            if deal.opened >= on or (deal.closed is not None and deal.closed < on):
                continue
            age = min(on - deal.opened, OLDEST)
            if age < MATURE:
                earlier.append((float(raw[age]), deal))
            if deal.closed is None or on <= judged:
                continue
            eventual.add(float(told[age]), deal.is_won, base)
            if deal.closed < on + WEEK:
                age = deal.closed - deal.opened
                chance = chance_when_decided(hazards, stage=0, age=age, day=deal.closed)
                decided.add(chance, deal.is_won, base)
    return eventual, decided


def correction(earlier: list[tuple[float, Deal]], on: int, base: float) -> Correction:
    over = [
        (chance, float(deal.is_won))
        for chance, deal in earlier
        if deal.closed is not None and deal.closed < on
    ][::THIN]
    chances, came = [each[0] for each in over], [each[1] for each in over]
    return learn_correction(chances, came, base=base) if over else Correction()


def walk_quarters(deals: Sequence[Deal]) -> list[tuple[bool, float]]:
    """Forecast the quarter each Monday: did the interval hold, and how far off was the middle."""
    past, said = [], []
    for on in mondays(deals):
        outlook = look_ahead(deals, on=on, stages=1)
        came = replay(deals, outlook)
        told = forecast(outlook, past)
        past.append(came)
        total = came.done + came.came
        said.append((told.low <= total <= told.high, told.expected / max(total, 1.0) - 1))
    return said


def walk_parts(sold: Sequence[Sold]) -> float:
    """Give the share of weeks in which the interval of a part of the company held."""
    held = []
    for kind in range(len(sold[0].parts)):
        for part in sorted({each.parts[kind] for each in sold}):
            own = [each.deal for each in sold if each.parts[kind] == part]
            held += [is_in for is_in, _off in walk_quarters(own)]
    return fmean(held)


def judge_deals(data: Path) -> tuple[list[Bar], dict[str, float]]:
    sold = read_deals(data)
    deals = [each.deal for each in sold]
    cases = [
        Case(began=each.deal.opened, traits=each.traits, happened=each.deal.is_won)
        for each in sold
        if each.deal.closed is not None
    ]
    verdict = back_test(cases)
    assert verdict is not None
    shown = verdict.loss if verdict.tells_apart else verdict.base_loss
    eventual, decided = walk_chances(deals)
    weeks = walk_quarters(deals)
    held = fmean(is_in for is_in, _off in weeks)
    bars = [
        Bar(
            bar="won? at engagement: shown against base rate",
            figure=shown / verdict.base_loss,
            limit=1,
        ),
        Bar(
            bar="won? each week, age known: gain on base rate",
            figure=eventual.gain,
            limit=0,
            more=True,
        ),
        Bar(bar="won? when decided, age known: gain", figure=decided.gain, limit=0.02, more=True),
        Bar(bar="calibration, worst tenth, each week", figure=eventual.worst_tenth, limit=0.05),
        Bar(bar="calibration, worst tenth, when decided", figure=decided.worst_tenth, limit=0.05),
        Bar(
            bar="quarter, 80 % interval: weeks it held, at least",
            figure=held,
            limit=0.75,
            more=True,
        ),
        Bar(bar="quarter, 80 % interval: weeks it held, at most", figure=held, limit=0.85),
    ]
    return bars, {
        "static score of who and what: log-loss": verdict.loss,
        "base rate: log-loss": verdict.base_loss,
        "static score: area under curve": verdict.area,
        "quarter: mean distance of the middle": fmean(abs(off) for _is_in, off in weeks),
        "quarter, parts of the company: weeks it held": walk_parts(sold),
    }


def read_bills(data: Path) -> list[Bill]:
    return [_bill(row) for row in read_table(data / "receivables.csv")]


def _bill(row: dict[str, str]) -> Bill:
    issued = day(row["InvoiceDate"])
    traits = {"disputed": float(row["Disputed"] == "Yes")}
    if row["PaperlessBill"]:
        traits["electronic"] = float(row["PaperlessBill"] == "Electronic")
    elif row["PaperlessDate"]:
        traits["electronic"] = float(issued >= day(row["PaperlessDate"]))
    return Bill(
        customer=row["customerID"],
        segment=row["countryCode"],
        issued=issued,
        due=day(row["DueDate"]),
        amount=float(row["InvoiceAmount"]),
        traits=traits,
        paid=day(row["SettledDate"]),
    )


class Plain:
    """Plain ways to say how late an invoice is: all, the customer, the customer and dispute."""

    def __init__(self, known: Sequence[Bill]) -> None:
        self.own = defaultdict(list)
        for each in known:
            self.own[each.customer].append(late_of(each))
        self.all = [late_of(each) for each in known]
        self.middle = median(self.all)
        missed = defaultdict(list)
        for each in known:
            missed[each.traits["disputed"]].append(late_of(each) - self.customer(each))
        self.dispute = {mark: median(values) for mark, values in missed.items()}

    def customer(self, bill: Bill) -> float:
        own = self.own.get(bill.customer, [])
        return (len(own) * median(own or [0]) + PRIOR * self.middle) / (len(own) + PRIOR)

    def days(self, bill: Bill) -> tuple[float, float, float]:
        customer = self.customer(bill)
        return self.middle, customer, customer + self.dispute.get(bill.traits["disputed"], 0.0)

    def share_late(self, bill: Bill) -> float:
        own = self.own.get(bill.customer, [])
        overall = fmean(days > 0 for days in self.all)
        return (sum(days > 0 for days in own) + PRIOR * overall) / (len(own) + PRIOR)


def late_of(bill: Bill) -> int:
    assert bill.paid is not None
    return bill.paid - bill.due


def judge_bills(data: Path) -> tuple[list[Bar], dict[str, float]]:
    bills = sorted(read_bills(data), key=lambda each: each.issued)
    start = bills[int(len(bills) * LEARNED)].issued
    months = sorted({date.fromordinal(b.issued).replace(day=1).toordinal() for b in bills})
    off: list[float] = []
    plain: list[tuple[float, ...]] = []
    within: list[bool] = []
    chances, shares, came = [], [], []
    for first, after in zip(months, [*months[1:], months[-1] + 31], strict=True):
        if first < start:
            continue
        ways = Plain([b for b in bills if b.paid is not None and b.paid < first])
        model = fit_payments(bills, on=first)
        for bill in (b for b in bills if first <= b.issued < after):
            late = late_of(bill)
            off.append(abs(late - model.days_late(bill)))
            within.append(late <= model.quantile(bill, 0.8))
            chances.append(model.chance_late(bill))
            plain.append(tuple(abs(late - each) for each in ways.days(bill)))
            shares.append(ways.share_late(bill))
            came.append(float(late > 0))
    mean, held = fmean(off), fmean(within)
    by_median, by_customer, by_dispute = (fmean(each) for each in zip(*plain, strict=True))
    bars = [
        Bar(bar="days to cash: mean error, days", figure=mean, limit=6.6),
        Bar(
            bar="better than customer and dispute, share",
            figure=1 - mean / by_dispute,
            limit=0.05,
            more=True,
        ),
        Bar(
            bar="paid late: area under curve",
            figure=area_under_curve(chances, came),
            limit=0.84,
            more=True,
        ),
        Bar(bar="days that 80 % do not exceed: held, at least", figure=held, limit=0.75, more=True),
        Bar(bar="days that 80 % do not exceed: held, at most", figure=held, limit=0.85),
    ]
    return bars, {
        "days to cash, median of all: mean error": by_median,
        "days to cash, customer: mean error": by_customer,
        "days to cash, customer and dispute: mean error": by_dispute,
        "paid late, customer's share: area under curve": area_under_curve(shares, came),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="", help="asks none")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/sales"))
    options = parser.parse_args()
    bars, beside = [], {}
    for judge in (judge_deals, judge_bills):
        more, plain = judge(options.data)
        bars += more
        beside |= plain
    finish("sales", bars, options, baselines=beside)


if __name__ == "__main__":
    main()
