"""Contracts, what was invoiced of them, what came in and who has to be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations as collections
from twintrack.sales.collections import rounds as reminders
from twintrack.sales.collections.models import Invoice
from twintrack.sales.collections.operations import (
    InvoiceDetails,
    Movement,
    ReceiptDetails,
    Share,
    StepDetails,
)
from twintrack.sales.contracts import operations as contracts
from twintrack.sales.contracts import rounds
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.operations import ContractDetails, Signature
from twintrack.sales.contracts.terms import Part, Terms
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.queries import Wanted, list_opportunities
from twintrack.sales.quotes.queries import Wanted as QuotesWanted
from twintrack.sales.quotes.queries import list_quotes
from twintrack.sales.sla.queries import list_plans, newest_version

DAYS = timedelta(days=1)
US = ("星衡科技有限公司", "Polaris Motion Co., Ltd.")
THEM = ("采购部 李经理", "Ms Li, purchasing")
BY_LETTER = ("中标通知书直接签约，未另行报价", "Signed upon the award; there was no quote")
BY_FRAME = ("框架协议续单", "Renewed within the frame agreement")
MONTH = ("第 {n} 月服务费", "Service fee, month {n}")
STEPS = (
    (3, "到期提醒", "Friendly reminder", "发票 {invoice} 已于 {due} 到期，未付 {amount}，请安排。",
     "Invoice {invoice} was due on {due}; {amount} is open. Please arrange the payment."),
    (15, "电话催收", "Call the customer", "请确认 {invoice}（{amount}）的付款日期。",
     "Please confirm the day of payment of {invoice} ({amount})."),
    (30, "催款函", "Letter of reminder", "贵司发票 {invoice} 逾期未付 {amount}，请于七日内支付。",
     "Invoice {invoice} is overdue with {amount}. Please pay within seven days."),
)  # fmt: skip


class Deal:
    """One contract of the story with its money."""

    def __init__(self, cast: Cast, told: dict[str, Any]) -> None:
        self.cast, self.told = cast, told
        self._contract: Contract | None = None
        self._invoices: dict[int, Invoice] = {}

    @property
    def now(self) -> Contract:
        assert self._contract
        self._contract.refresh_from_db()
        return self._contract

    def of(self, texts: tuple[str, str] | list[str]) -> str:
        return self.cast.teller.of(list(texts))

    def day(self, ago: int) -> date:
        return self.cast.diary.day(-ago)

    @property
    def desk(self) -> User:
        return self.cast.staff["sun"]

    def draft(self, terms: Terms, about: ContractDetails, at: datetime) -> None:
        by = about.customer.owner
        details = replace(about, terms=terms, our_party=self.of(US))
        self._contract = contracts.draft_by_hand(details=details, by=by, at=at)

    def sign(self, at: datetime, ordinal: int = 0) -> None:
        version = self.now.versions.get(ordinal=ordinal)
        signature = Signature(
            signed_on=timezone.localdate(at),
            by_us=self.desk.name,
            by_them=self.of(THEM),
            how="e_seal",
        )
        contracts.sign(version=version, signature=signature, by=self.desk, at=at)

    def draft_won(self, at: datetime) -> None:
        told = self.told
        customer = self.cast.customers[told["with"]]
        opportunity = self._opportunity(customer.owner)
        plan = list_plans(for_user=self.desk).filter(is_default=False, retired_at=None).first()
        about = ContractDetails(
            customer=customer,
            title=opportunity.name,
            currency=opportunity.currency,
            terms=Terms(amount=opportunity.amount, starts_on=at.date(), ends_on=at.date()),
            reason=self.of(BY_LETTER),
            opportunity=opportunity,
            products=list(opportunity.products.all()),
            sla_version=newest_version(plan) if plan else None,
        )
        terms = Terms(
            amount=opportunity.amount,
            starts_on=self.day(told["signed"]),
            ends_on=self.day(-told["until"]),
            schedule=tuple(self._part(each) for each in told["parts"]),
        )
        self.draft(terms, about, at)

    def _opportunity(self, by: User) -> Opportunity:
        wanted = Wanted(customer=self.cast.customers[self.told["with"]])
        rows = list_opportunities(for_user=by, wanted=wanted).filter(lost_reason="")
        lately = self.cast.diary.day(-BEGINNING)
        found = rows.filter(stage="won", opened_at__date__gte=lately).first()
        assert found
        return found

    def _part(self, told: list[Any]) -> Part:
        zh, en, share, trigger, days = told
        is_dated = trigger == "day"
        return Part(
            label=self.of([zh, en]),
            share=Decimal(share),
            trigger=trigger,
            days=0 if is_dated else days,
            due_on=self.day(days) if is_dated else None,
        )

    def reach(self, trigger: str, at: datetime) -> None:
        on = timezone.localdate(at)
        contracts.reach_due(contract=self.now, trigger=trigger, on=on, by=self.desk, at=at)

    def _instalment(self, place: int) -> Instalment:
        found: Instalment = self.now.instalments.get(position=place + 1)
        return found

    def invoice(self, place: int, due: int, at: datetime) -> None:
        instalment = self._instalment(place)
        today = timezone.localdate(at)
        details = InvoiceDetails(
            parts={instalment.pk: instalment.amount},
            issued_on=today,
            due_on=max(self.day(due), today),
            official_number=f"2544{self.now.pk:04}{place:04}",
        )
        self._invoices[place] = collections.issue_invoice(
            contract=self.now, details=details, by=self.desk, at=at
        )

    def pay(self, place: int, percent: int, at: datetime) -> None:
        invoice = self._invoices[place]
        amount = (invoice.amount * percent / 100).quantize(Decimal("0.01"))
        details = ReceiptDetails(
            customer=invoice.customer,
            amount=amount,
            currency=invoice.currency,
            received_on=timezone.localdate(at),
            payer=invoice.customer.name,
            bank_reference=f"B{at:%Y%m%d}{invoice.pk:06}",
        )
        collections.record_receipt(
            details=details, shares=[Share(invoice=invoice)], by=self.desk, at=at
        )

    def promise(self, place: int, until: int, who: list[str], at: datetime) -> None:
        collections.note_promise(
            invoice=self._invoices[place],
            promised_on=self.day(until),
            by_whom=self.of(who),
            by=self.now.owner,
            at=at,
        )

    def dispute(self, place: int, why: list[str], at: datetime) -> None:
        reason = self.of(why)
        invoice = self._invoices[place]
        collections.dispute(invoice=invoice, reason=reason, by=self.now.owner, at=at)

    def amend(self, more: int, why: list[str], at: datetime) -> None:
        contract = self.now
        version = contracts.amend(contract=contract, reason=self.of(why), by=contract.owner, at=at)
        *parts, last = (replace(each, share=None) for each in version.terms.schedule)
        last = replace(last, amount=(last.amount or 0) + Decimal(more))
        terms = replace(version.terms, amount=version.amount + more, schedule=(*parts, last))
        contracts.write_terms(
            version=version, revision=version.revision, terms=terms, by=contract.owner, at=at
        )
        self.sign(at, version.ordinal)

    def complete(self, at: datetime) -> None:
        contracts.complete(contract=self.now, by=self.desk, at=at)

    def serve(self, at: datetime) -> None:
        """Agree on a service paid month by month: as many months as the story tells of."""
        told = self.told
        customer = self.cast.customers[told["with"]]
        months = len(told["late"]) + 1
        starts_on = timezone.localdate(at)
        ends_on, a_month = self.day(-45 - months), Decimal(told["amount"]) / 12
        dues = [starts_on + DAYS * (20 + 25 * turn) for turn in range(12)]
        # What falls due after the end belongs to the contract that follows.
        dues = [each for each in dues if each <= ends_on]
        terms = Terms(
            amount=a_month * len(dues),
            starts_on=starts_on,
            ends_on=ends_on,
            schedule=tuple(
                Part(
                    label=self.of(MONTH).format(n=turn),
                    amount=a_month,
                    due_on=due,
                )
                for turn, due in enumerate(dues, start=1)
            ),
            overlap_note=self.of(BY_FRAME),
        )
        about = ContractDetails(
            customer=customer,
            title=self.of(told["title"]),
            currency="CNY",
            terms=terms,
            reason=self.of(BY_FRAME),
            products=[self.cast.products[told["about"]]],
        )
        self.draft(terms, about, at)
        self.sign(at)


def follow(cast: Cast) -> None:
    """Write into the diary how contracts are signed, invoiced and paid, and what is overdue."""
    told = cast.teller.read("contracts")
    cast.diary.on(BEGINNING - 2, 15, partial(_set_steps, cast))
    for each in told["won"]:
        _follow_won(cast, each)
    for place, each in enumerate(told["service"]):
        _follow_service(cast, each, BEGINNING - 6 - place)
    cast.diary.on(6, 15.2, partial(_draft_from_quote, cast))
    for ago in (21, 14, 7, 2, 1):
        cast.diary.on(ago, 9.1, rounds.every_morning)
        cast.diary.on(ago, 9.2, reminders.every_morning)
    cast.diary.on(0, 10.2, partial(_read_statement, cast))


def _draft_from_quote(cast: Cast, at: datetime) -> None:
    """Begin the contract of an accepted quote; it waits for the signatures."""
    customer = cast.customers["jiangnan"]
    by = customer.owner
    accepted = list_quotes(for_user=by, wanted=QuotesWanted(customer=customer, state="accepted"))
    version = accepted.first()
    assert version
    today = timezone.localdate(at)
    contract = contracts.draft_from_quote(
        version=version,
        starts_on=today + 14 * DAYS,
        ends_on=today + 379 * DAYS,
        by=by,
        at=at,
    )
    draft = contract.versions.get()
    parts = (
        Part(label=label, share=Decimal(share), trigger=trigger, days=days)
        for label, share, trigger, days in (
            (cast.teller.of(["预付款", "Down payment"]), 30, "signing", 7),
            (cast.teller.of(["发货款", "Before dispatch"]), 60, "delivery", 10),
            (cast.teller.of(["质保金", "Retention"]), 10, "acceptance", 365),
        )
    )
    terms = replace(draft.terms, schedule=tuple(parts))
    contracts.write_terms(version=draft, revision=draft.revision, terms=terms, by=by, at=at)


def _follow_won(cast: Cast, told: dict[str, Any]) -> None:
    deal, key, diary = Deal(cast, told), told["with"], cast.diary
    diary.on(told["signed"], 17.2, deal.draft_won, key=key)
    diary.on(told["signed"], 17.9, deal.sign, key=key)
    for trigger, ago in told.get("reached", {}).items():
        diary.on(ago, 11, partial(deal.reach, trigger), key=key)
    for place, invoiced, due, paid in told["money"]:
        diary.on(invoiced, 14, partial(deal.invoice, place, due), key=key)
        for ago, percent in paid:
            diary.on(ago, 15, partial(deal.pay, place, percent), key=key)
    if "promise" in told:
        place, ago, until, *who = told["promise"]
        diary.on(ago, 16, partial(deal.promise, place, until, who), key=key)
    if "dispute" in told:
        place, ago, *why = told["dispute"]
        diary.on(ago, 16, partial(deal.dispute, place, why), key=key)
    if "amended" in told:
        ago, more, *why = told["amended"]
        diary.on(ago, 16.5, partial(deal.amend, more, why), key=key)
    if "completed" in told:
        diary.on(told["completed"], 17, deal.complete, key=key)


def _follow_service(cast: Cast, told: dict[str, Any], begins: int) -> None:
    deal, key, diary = Deal(cast, told), f"{told['with']}-service", cast.diary
    diary.on(begins, 13, deal.serve, key=key)
    for turn, late in enumerate([*told["late"], None]):
        due = begins - 20 - 25 * turn
        if due < -25:
            break
        diary.on(max(due + 15, 0), 14.5, partial(deal.invoice, turn, due), key=key)
        if late is not None and due - late >= 0:
            diary.on(due - late, 15.5, partial(deal.pay, turn, 100), key=key)


def _set_steps(cast: Cast, at: datetime) -> None:
    for days, name_zh, name_en, text_zh, text_en in STEPS:
        details = StepDetails(
            days_after=days, name_zh=name_zh, name_en=name_en, text_zh=text_zh, text_en=text_en
        )
        collections.set_step(step=None, details=details, by=cast.staff["sun"], at=at)


def _read_statement(cast: Cast, at: datetime) -> None:
    """Read a statement of which one line is sure, one fits in part and one is no payment."""
    tianhan, boya = cast.customers["tianhan"], cast.customers["boya"]
    rows = Invoice.objects.filter(customer__in=[tianhan, boya]).order_by("pk")
    owed = {each.customer_id: each for each in rows}
    first = owed[tianhan.pk]
    on = timezone.localdate(at) - DAYS
    movements = [
        Movement(
            line=2,
            paid_on=on,
            amount=first.amount,
            currency="CNY",
            payer=tianhan.name,
            reference="B202600001",
            purpose=first.number,
        ),
        Movement(
            line=3,
            paid_on=on,
            amount=Decimal("60000.00"),
            currency="CNY",
            payer=boya.name,
            reference="B202600002",
        ),
        Movement(
            line=4,
            paid_on=on,
            amount=Decimal("318.40"),
            currency="CNY",
            payer="",
            reference="B202600003",
            purpose=cast.teller.of(["活期利息", "Interest"]),
        ),
    ]
    columns = {
        "paid_on": "交易日期",
        "amount": "收入金额",
        "payer": "对方户名",
        "reference": "交易流水号",
    }
    collections.keep_statement(
        name="招商银行 11 月流水.csv",
        columns=columns,
        movements=movements,
        left_out=4,
        by=cast.staff["sun"],
        at=at,
    )
