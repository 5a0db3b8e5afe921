"""What a measure is."""

from dataclasses import dataclass
from enum import StrEnum

from twintrack.algorithms.control import Kind


@dataclass(frozen=True)
class Words:
    """The same said in both languages."""

    en: str
    zh: str

    def said_in(self, language: str) -> str:
        """Give the words of a language."""
        return self.en if language.startswith("en") else self.zh


class Good(StrEnum):
    """In which direction a measure gets better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Per(StrEnum):
    """What the count of a week is divided by."""

    # Five working days.
    WEEK = "week"
    WORKING_DAY = "working_day"
    # Nothing: it is what stands at a moment.
    MOMENT = "moment"
    # What the rows themselves say in `whole`.
    ROWS = "rows"


class Theme(StrEnum):
    """What a measure is about; the pages are parted so."""

    FLOW = "flow"
    QUALITY = "quality"
    DELIVERY = "delivery"
    DEMAND = "demand"
    # Of sales.
    FUNNEL = "funnel"
    CLOSING = "closing"
    ACTIVITY = "activity"
    MONEY = "money"
    SERVICE = "service"
    DELIVERING = "delivering"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """
    One measure.

    `rows` is SQL over the tables of the store. Each row it gives is one observation: `moment`,
    `product`, `modules` (a list), `team`, `person`, `part`, `whole`, and the object behind it as
    `about`, `id`. Ratios are sum(part) / sum(whole), counts sum(part) per exposure, durations the
    median of `part`. What looks at states does so at the end of each week of `week_ends`.
    """

    code: str
    name: Words
    unit: Words
    formula: Words
    kind: Kind
    good: Good
    theme: Theme
    tables: tuple[str, ...]
    rows: str
    per: Per = Per.WEEK
    decimals: int = 1
    # Shown as value × factor: 100 for a ratio in percent.
    factor: float = 1.0
    target: float | None = None
    # Part of a picture, not shown by itself.
    is_part: bool = False
    # The months measures of sales are told by know more: `is_cohort` counts by when things began,
    # so that young months are still open; `is_state` looks at what stands at the end of a month;
    # `is_weighed` weighs by amounts; `is_mean` gives sum(part) / sum(whole), not the median.
    is_cohort: bool = False
    is_state: bool = False
    is_weighed: bool = False
    is_mean: bool = False
    # `part` is an amount in the base currency.
    is_money: bool = False

    @property
    def is_percent(self) -> bool:
        """Say whether it is shown in percent."""
        return self.factor == 100

    @property
    def heavy_sql(self) -> str:
        """Write what a row weighs: what is missing of a share that should be high, or `part`."""
        is_share = self.kind == Kind.RATIO and self.good == Good.UP
        return "whole - part" if is_share else "part"
