"""How the company looks after what it knows of customers: segments, notes, files, consents."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.sales.customers import operations as customers
from twintrack.sales.customers.operations import ConsentSaid
from twintrack.sales.private_notes import operations as private_notes
from twintrack.sales.rosters import operations as rosters
from twintrack.sales.segments import operations as segments
from twintrack.sales.segments.lifecycle import Measure
from twintrack.sales.segments.operations import SegmentRuleDetails

# So many days ago sales agreed on rules, and a list came from a trade fair.
AGREED, SENT = 3, 1
RULES = (
    ("已在用产品", "Uses a product", Measure.INSTALLED, Decimal(1), 30),
    ("在谈五十万以上", "Half a million in the pipeline", Measure.PIPELINE, Decimal(500_000), 30),
    ("年签约百万以上", "A million signed a year", Measure.REVENUE, Decimal(1_000_000), 40),
)
# Customer, person, phone; Chinese, English. The last line is not usable.
FAIR = (
    (("江南精工", "Jiangnan Precision"), ("周敏", "Zhou Min"), "0510-8270-1166"),
    (("岚山薄膜", "Lanshan Film"), ("许亮", "Xu Liang"), "0532-8597-2210"),
    (("岚山薄膜", "Lanshan Film"), ("何露", "He Lu"), "0532-8597-2218"),
    (("北辰电芯", "Beichen Cells"), ("高原", "Gao Yuan"), "022-2468-1350"),
    (("", ""), ("郑洁", "Zheng Jie"), "021-6440-8812"),
)

# Entered by hand, though the company is known by its short name.
TWIN = ("辰光显示（湖北）有限公司", "Chenguang Display (Hubei) Co., Ltd.")

# Customer, which contact there, role, by whom; channel, state and way of each consent.
WISHES: tuple[tuple[str, int, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("ninghai", 0, "evaluator", "zhao", (("visit", "given", "word"),)),
    (
        "ninghai",
        1,
        "decision_maker",
        "zhao",
        (("messenger", "given", "form"), ("phone", "given", "word")),
    ),
    (
        "boltwerk",
        1,
        "buyer",
        "zhao",
        (("email", "withdrawn", "mail"), ("phone", "given", "contract")),
    ),
)


def follow(cast: Cast) -> None:
    """Write into the diary what is agreed, noted and sent."""
    for place, rule in enumerate(RULES):
        cast.diary.on(AGREED, 10 + place / 4, partial(_agree, cast, rule))
    cast.diary.on(AGREED, 14, partial(_keep, cast))
    cast.diary.on(AGREED, 15, partial(_note, cast))
    cast.diary.on(AGREED, 16, partial(_heed, cast))
    cast.diary.on(SENT, 11, partial(_send, cast))
    cast.diary.on(SENT, 12, partial(_enter_twin, cast))


def _agree(cast: Cast, rule: tuple[str, str, Measure, Decimal, int], at: datetime) -> None:
    name_zh, name_en, measure, at_least, points = rule
    details = SegmentRuleDetails(
        name_zh=name_zh, name_en=name_en, measure=measure, at_least=at_least, points=points
    )
    segments.add_rule(details=details, by=cast.staff["sun"], at=at)


def _enter_twin(cast: Cast, at: datetime) -> None:
    by, known = cast.staff["wu"], cast.contacts["chenguang"][0]
    details = customers.CustomerDetails(name=cast.teller.of(TWIN))
    twin = customers.add_customer(details=details, by=by, at=at)
    contact = customers.ContactDetails(name=known.name, phone=known.phone)
    customers.add_contact(customer=twin, details=contact, by=by, at=at)


def _keep(cast: Cast, at: datetime) -> None:
    reason = cast.teller.of(
        ("行业标杆，愿意做参观客户", "A name in its trade that shows us to others")
    )
    customer = cast.customers["ninghai"]
    segments.pin(customer=customer, segment="A", reason=reason, by=cast.staff["sun"], at=at)


def _note(cast: Cast, at: datetime) -> None:
    text = cast.teller.of(
        (
            "下午三点以后打电话最好找，谈价格前先聊交期。",
            "Best reached after three; talk of dates before prices.",
        )
    )
    customer, readers = cast.customers["ninghai"], [cast.staff["he"]]
    private_notes.write(customer=customer, text=text, readers=readers, by=cast.staff["zhao"], at=at)


def _heed(cast: Cast, at: datetime) -> None:
    for key, place, role, whose, wishes in WISHES:
        contact, by = cast.contacts[key][place], cast.staff[whose]
        customers.change_contact(
            contact=contact, before={"role": ""}, values={"role": role}, by=by, at=at
        )
        for channel, state, way in wishes:
            said = ConsentSaid(channel=channel, state=state, on=timezone.localdate(at), way=way)
            customers.note_consent(contact=contact, said=said, by=by, at=at)


def _send(cast: Cast, at: datetime) -> None:
    of = cast.teller.of
    heads = (("客户名称", "company"), ("联系人", "contact"), ("电话", "phone"))
    lines = [",".join(map(of, heads))]
    lines += [f"{of(company)},{of(person)},{phone}" for company, person, phone in FAIR]
    name = of(("展会名单.csv", "Trade fair.csv"))
    rosters.send(data="\n".join(lines).encode(), name=name, by=cast.staff["he"], at=at)
