"""What cannot be is refused in words, on pages in both languages and by the REST API alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.collections import make_invoice
from tests.factories.contracts import make_signed, make_terms
from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from tests.factories.products import make_product
from tests.factories.quotes import make_sent
from tests.factories.tokens import ApiClient, call_as
from twintrack.foundation.access.roles import Role
from twintrack.sales.pipeline.models import Opportunity, PipelineStage
from twintrack.sales.quotes.models import QuoteVersion

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Tried:
    """The same that cannot be, on a page and by the API, and what is said about it."""

    page: str
    form: dict[str, Any]
    api: str
    body: dict[str, Any]
    code: str
    en: str
    zh: str


def overlapping_terms() -> Tried:
    product = make_product()
    terms = make_terms(starts_on=day(-30), ends_on=day(300))
    first = make_signed(products=[product], terms=terms)
    number = first.customer.number
    term = {"starts_on": str(day(0)), "ends_on": str(day(100))}
    facts = {"title": "x", "currency": "CNY", "reason": "By letter"}
    return Tried(
        page="/contracts/new/",
        form=facts | term | {"customer": first.customer_id, "amount": "10", "products": product.pk},
        api="/contracts",
        body=facts
        | {"customer": number, "terms": term | {"amount": "10"}, "products": [product.code]},
        code="terms-overlap",
        en="covers the same until",
        zh="之前已覆盖相同产品",
    )


def sent_today() -> QuoteVersion:
    return make_sent(at=timezone.now(), valid_until=day(5))


def acceptance(version: QuoteVersion, code: str, en: str, zh: str) -> Tried:
    said = {"accepted_by": "Ms Yu", "accepted_on": str(day(0))}
    path = f"/quotes/{version.quote.number}/acceptance"
    return Tried(page=f"{path}/", form=said, api=path, body=said, code=code, en=en, zh=zh)


def an_expired_quote() -> Tried:
    version = sent_today()
    QuoteVersion.objects.filter(pk=version.pk).update(
        sent_at=timezone.now() - timedelta(days=20), valid_until=day(-2)
    )
    return acceptance(
        version, "too-late-to-accept", "Prolong it by a new version", "请新建版本延长有效期"
    )


def a_lost_opportunity() -> Tried:
    version = sent_today()
    Opportunity.objects.filter(pk=version.quote.opportunity_id).update(stage="lost")
    return acceptance(version, "opportunity-lost", "is noted as lost", "已标为输单")


def a_currency_left() -> Tried:
    version = sent_today()
    Opportunity.objects.filter(pk=version.quote.opportunity_id).update(currency="USD")
    return acceptance(version, "currency-left", "is in USD by now", "商机现为 USD")


def money(amount: str, currency: str, code: str, en: str, zh: str) -> Tried:
    invoice = make_invoice("500")
    said = {"amount": amount, "currency": currency, "received_on": str(day(0))}
    return Tried(
        page=f"/receipts/new/?invoice={invoice.number}",
        form=said | {"invoices": [invoice.pk]},
        api="/receipts",
        body=said | {"customer": invoice.customer.number, "pays": [{"invoice": invoice.number}]},
        code=code,
        en=en,
        zh=zh,
    )


def a_skipped_stage() -> Tried:
    deal = make_opportunity()
    make_decision_maker(deal)
    PipelineStage.objects.filter(code="solution_design").update(may_be_skipped=False)
    path = f"/opportunities/{deal.number}/stage"
    said = {"before": deal.stage, "to": "negotiation", "anyway": "x"}
    return Tried(
        page=f"{path}/",
        form=said | {"asked": "1"},
        api=path,
        body=said,
        code="stage-skipped",
        en="cannot be skipped",
        zh="不能跳过",
    )


def day(ahead: int) -> Any:
    return timezone.localdate() + timedelta(days=ahead)


CASES: dict[str, Callable[[], Tried]] = {
    "overlapping terms": overlapping_terms,
    "an expired quote": an_expired_quote,
    "a quote of a lost opportunity": a_lost_opportunity,
    "a quote in a currency left": a_currency_left,
    "more than the invoice": lambda: money(
        "600", "CNY", "rest-unsaid", "¥100.00 more", "收款比所核销的多"
    ),
    "another currency": lambda: money(
        "500", "USD", "wrong-currency", "money in USD", "收款币种是 USD"
    ),
    "less than nothing": lambda: money(
        "-1", "CNY", "not-valid", "lies above nothing", "金额须大于零"
    ),
    "an absurd amount": lambda: money(
        "1E13", "CNY", "receipt-impossible", "lies above", "金额须大于零"
    ),
    "a skipped stage": a_skipped_stage,
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_is_refused_in_words_everywhere(name: str) -> None:
    tried = CASES[name]()
    for language, words in (("en", tried.en), ("zh-hans", tried.zh)):
        page = Client()
        page.force_login(make_user(Role.SALES_MANAGER, language=language))
        answer = page.post(tried.page, tried.form)
        assert answer.status_code in {409, 422}
        assert words in text_of(answer)
    caller: ApiClient = call_as(Role.SALES_MANAGER)
    told = caller.post(tried.api, tried.body)
    assert told.status_code in {409, 422}
    assert told.json()["code"] == tried.code
