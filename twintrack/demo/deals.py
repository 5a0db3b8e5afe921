"""What the made-up company is selling."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from twintrack.foundation.money.operations import enter_rate
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity

RATES = {"EUR": Decimal("7.82"), "USD": Decimal("7.11")}


@dataclass(frozen=True, kw_only=True)
class Deal:
    """An opportunity as the story tells it; days count from the end of the story."""

    customer: str
    product: str
    chinese: str
    english: str
    amount: int
    stage: Stage
    closes_in: int
    currency: str = "CNY"
    lost: tuple[str, str] = ("", "")


DEALS = (
    Deal(
        customer="ninghai",
        product="h3",
        chinese="卷绕线 6 条",
        english="Six winding lines",
        amount=4_860_000,
        stage=Stage.CONTRACT,
        closes_in=24,
    ),
    Deal(
        customer="boltwerk",
        product="h3",
        chinese="多轴同步控制 8 线",
        english="Multi-axis control, 8 lines",
        amount=620_000,
        stage=Stage.NEGOTIATION,
        closes_in=31,
        currency="EUR",
    ),
    Deal(
        customer="huayue",
        product="app",
        chinese="无菌线二期扩容",
        english="Sterile line, second phase",
        amount=1_800_000,
        stage=Stage.SOLUTION_DESIGN,
        closes_in=4,
    ),
    Deal(
        customer="jiangnan",
        product="app",
        chinese="收卷机改造 12 台",
        english="Twelve rewinders modernised",
        amount=1_380_000,
        stage=Stage.REQUIREMENT_CONFIRMATION,
        closes_in=48,
    ),
    Deal(
        customer="donglan",
        product="bms",
        chinese="快充 BMS 测试平台",
        english="Fast-charging BMS test bench",
        amount=7_200_000,
        stage=Stage.SOLUTION_DESIGN,
        closes_in=-3,
    ),
    Deal(
        customer="ninghai",
        product="app",
        chinese="云视 App 年度订阅",
        english="Cloudview, yearly subscription",
        amount=420_000,
        stage=Stage.WON,
        closes_in=-9,
    ),
    Deal(
        customer="jiangnan",
        product="h3",
        chinese="涂布线张力控制",
        english="Tension control for a coating line",
        amount=2_600_000,
        stage=Stage.LOST,
        closes_in=-14,
        lost=("客户推迟到明年预算", "The customer waits for next year's budget"),
    ),
)


def sell(
    *,
    staff: dict[str, User],
    products: dict[str, Product],
    customers: dict[str, Customer],
    is_chinese: bool,
    at: datetime,
) -> None:
    """Open the deals, and bring each as far as the story has it."""
    began = at - timedelta(days=36)
    for currency, rate in RATES.items():
        enter_rate(currency=currency, on=began.date(), rate=rate, by=staff["sun"], at=began)
    for number, deal in enumerate(DEALS):
        opened = operations.open_opportunity(
            details=operations.OpportunityDetails(
                customer=customers[deal.customer],
                name=deal.chinese if is_chinese else deal.english,
                amount=Decimal(deal.amount),
                currency=deal.currency,
                expected_close_on=(at + timedelta(days=deal.closes_in)).date(),
                products=[products[deal.product]],
            ),
            by=staff["zhao"],
            at=began + timedelta(days=number),
        )
        _bring(opened, deal, staff["zhao"], is_chinese, at - timedelta(days=11 - number))


def _bring(opened: Opportunity, deal: Deal, by: User, is_chinese: bool, at: datetime) -> None:
    first = Stage.REQUIREMENT_CONFIRMATION
    if deal.stage == Stage.WON:
        operations.win(opportunity=opened, before=first, by=by, at=at)
    elif deal.stage == Stage.LOST:
        reason = deal.lost[not is_chinese]
        operations.lose(opportunity=opened, before=first, reason=reason, by=by, at=at)
    else:
        operations.advance(opportunity=opened, before=first, to=deal.stage, by=by, at=at)
