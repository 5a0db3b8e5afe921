"""
The road of sales, from a lead to money in the bank, clicked by a salesperson and a sales manager.

On the way a discount is approved, the contract is amended, part of the delivery is accepted, and
the money comes in two parts.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is typed, and what stands there, in one language."""

    company: str
    person: str
    phone: str
    deal: str
    instalments: tuple[tuple[str, str, str], ...]
    # What a bank calls its columns.
    columns: str
    contacted: str
    qualified: str
    waits: str
    approved: str
    in_force: str
    accepted_in_part: str
    not_due: str
    partly: str
    paid: str
    won: str


WORDS = {
    "zh-hans": Words(
        company="镇海叶片制造",
        person="沈锐",
        phone="0574 8765 4321",
        deal="叶片线张力控制",
        instalments=(("预付款", "signing", "30"), ("验收款", "acceptance", "70")),
        columns="交易日期,收入金额,对方户名,附言,流水号",
        contacted="已联系",
        qualified="已确认",
        waits="等待审批：销售经理",
        approved="可以发给客户",
        in_force="履行中",
        accepted_in_part="部分验收",
        not_due="未到期",
        partly="部分回款",
        paid="已付清",
        won="赢单",
    ),
    "en": Words(
        company="Zhenhai Blade Works",
        person="Shen Rui",
        phone="0574 8765 5432",
        deal="Tension control for blades",
        instalments=(("Down payment", "signing", "30"), ("On acceptance", "acceptance", "70")),
        columns="Booking date,Credit amount,Counterparty name,Purpose,Reference",
        contacted="Contacted",
        qualified="Qualified",
        waits="Waits for the approval of: Sales manager",
        approved="it may go to the customer",
        in_force="In force",
        accepted_in_part="Partial acceptance",
        not_due="Not due yet",
        partly="Partly paid",
        paid="Paid",
        won="Won",
    ),
}


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def head(page: Page) -> Locator:
    return page.locator("#head")


def press(page: Page, address: str) -> Locator:
    """Press the link that opens a dialog, and give the dialog."""
    page.locator(f"a[href*='{address}']:visible").first.click()
    dialog = page.locator("#modal-body")
    expect(dialog.locator(f"form[action*='{address}']")).to_be_visible()
    return dialog


def send(dialog: Locator) -> None:
    dialog.locator("button[type=submit].primary").click()


def goes_on(page: Page, address: str) -> None:
    """Wait until the page that a form leads to listens."""
    expect(page).to_have_url(re.compile(address))
    expect(page.locator("html[data-awake]")).to_be_attached()


def take_in(desk: Desk, words: Words) -> Page:
    """Write a lead down, speak with them, find them worth it, and convert."""
    page = desk.open("/leads/")
    dialog = press(page, "/leads/new/")
    dialog.locator("input[name=company]").fill(words.company)
    dialog.locator("input[name=contact_name]").fill(words.person)
    dialog.locator("input[name=phone]").fill(words.phone)
    send(dialog)
    goes_on(page, r"/leads/L-\d+/$")
    page.locator("form[action$='/notes/'] textarea").fill(words.deal)
    page.locator("form[action$='/notes/'] button").click()
    expect(head(page)).to_contain_text(words.contacted)
    page.locator("button[name=to][value=qualified]").click()
    expect(head(page)).to_contain_text(words.qualified)
    dialog = press(page, "/conversion/")
    dialog.locator("input[name=name]").fill(words.deal)
    dialog.locator("input[name=amount]").fill("300000")
    send(dialog)
    goes_on(page, r"/opportunities/O-\d+/$")
    return page


def negotiate(page: Page, words: Words) -> None:
    """Skip a stage: what those on the way ask for is asked in place, at once."""
    page.locator("button.stage[value=negotiation]").click()
    dialog = page.locator("#modal-body")
    dialog.locator("input[name=next_step]").fill(words.deal)
    dialog.locator("input[name=next_step_on]").fill(today().isoformat())
    dialog.locator("select[name=presales]").select_option(index=1)
    send(dialog)
    expect(page.locator("button.stage[value=negotiation]")).to_have_attribute(
        "aria-current", "step"
    )


def make_it_ten_at_a_discount(page: Page) -> None:
    """Go on typing while the answer to what was typed before is on its way."""
    sheet = page.locator("#sheet")
    quantity = sheet.locator("tbody input[name$=quantity]:visible")
    quantity.fill("10")
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/quotes/**/lines/**", hold)
    with page.expect_request("**/quotes/**/lines/**"):
        quantity.press("Tab")
    # It stays, and is sent.
    discount = page.locator("#id_discount")
    discount.fill("12")
    on_its_way[0].continue_()
    page.unroute("**/quotes/**/lines/**")
    expect(sheet.locator("tbody")).to_contain_text("29,500.00")
    expect(discount).to_be_focused()
    expect(discount).to_have_value("12")
    discount.press("Tab")
    expect(sheet.locator(".whole")).to_contain_text("¥293,348.00")


def offer(page: Page, words: Words) -> None:
    """Offer ten of one thing with a discount that needs an approval."""
    send(press(page, "/quotes/new/"))
    goes_on(page, r"/quotes/Q-\d+/$")
    finder = page.locator(".quote-add tw-combobox")
    finder.locator(".ts-control input").fill("H3-CTRL")
    expect(finder.locator(".option")).to_have_count(1)
    expect(finder.locator(".option .hint")).to_contain_text("≥ 10 ¥29,500.00")
    finder.locator(".ts-control input").press("Enter")
    page.locator(".quote-add button[type=submit]").click()
    sheet = page.locator("#sheet")
    # The price of the tier that the quantity reaches.
    expect(sheet).to_contain_text("32,000.00")
    # The next line begins in the finder.
    expect(page.locator(".quote-add .ts-control input")).to_be_focused()
    make_it_ten_at_a_discount(page)
    page.locator("form[action$='/submission/'] button").click()
    expect(head(page)).to_contain_text(words.waits)


def sell(page: Page, words: Words) -> None:
    """Mail the quote, note the customer's word, and write the contract with its instalments."""
    dialog = press(page, "/sending/")
    dialog.locator("input[name=to]").fill("buyer@customer.example")
    send(dialog)
    expect(page.locator("#facts")).to_contain_text("buyer@customer.example")
    dialog = press(page, "/acceptance/")
    who, on = dialog.locator("input[name=accepted_by]"), dialog.locator("input[name=accepted_on]")
    who.fill(words.person)
    on.fill((today() + timedelta(days=1)).isoformat())
    send(dialog)
    # What is refused without a wrong field leaves the keyboard in the form, and what was typed.
    expect(who).to_be_focused()
    expect(who).to_have_value(words.person)
    on.fill(today().isoformat())
    send(dialog)
    expect(head(page)).to_contain_text(words.person)
    send(press(page, "/contract/"))
    goes_on(page, r"/contracts/C-\d+/versions/0/terms/$")
    for place, (label, trigger, share) in enumerate(words.instalments):
        page.fill(f"input[name=parts-{place}-label]", label)
        page.select_option(f"select[name=parts-{place}-trigger]", trigger)
        page.fill(f"input[name=parts-{place}-share]", share)
    page.locator("form.deal-form button.primary").click()
    goes_on(page, r"/contracts/C-\d+/$")


def sign(page: Page, words: Words) -> None:
    dialog = press(page, "/sign/")
    dialog.locator("input[name=by_them]").fill(words.person)
    send(dialog)


def amend(page: Page, words: Words) -> None:
    """One more of it, at the same price; the shares of the instalments stay."""
    dialog = press(page, "/amend/")
    dialog.locator("textarea[name=reason]").fill(words.deal)
    send(dialog)
    goes_on(page, r"/versions/1/terms/$")
    for name in ("amount", "lines-0-amount"):
        page.fill(f"input[name={name}]", "320000")
    page.fill("input[name=lines-0-quantity]", "11")
    page.locator("form.deal-form button.primary").click()
    goes_on(page, r"/contracts/C-\d+/$")
    sign(page, words)
    expect(head(page)).to_contain_text("¥320,000.00")


def accept_in_part(page: Page, words: Words) -> None:
    """Begin the delivery; what the customer accepts of it makes the last instalment due."""
    contract = page.url
    send(press(page, "/deliveries/new/"))
    goes_on(page, r"/deliveries/[A-Z]+-\d+/$")
    dialog = press(page, "/acceptances/new/")
    looked_at = dialog.locator("fieldset", has=page.locator("select")).first
    for found in looked_at.locator("select").all():
        found.select_option("passed")
    dialog.locator("input[name=accepted_on]").fill(today().isoformat())
    dialog.locator("input[name=signed_by]").fill(words.person)
    dialog.locator("input[name=instalments]").first.check()
    send(dialog)
    # One of several deliverables is accepted, the others are not.
    expect(page.locator("main")).to_contain_text(words.accepted_in_part)
    page.goto(contract)
    due = page.locator(".instalments li", has_text=words.instalments[1][0])
    expect(due).to_have_attribute("data-state", "planned")


def collect(page: Page, words: Words) -> None:
    """Invoice what the signature makes due; a part comes by the bank, then the rest."""
    dialog = press(page, "/invoice/")
    expect(dialog.locator("input[name^=part_]").first).to_have_value("96000.00")
    send(dialog)
    goes_on(page, r"/invoices/INV-\d+/$")
    expect(head(page)).to_contain_text(words.not_due)
    invoice = page.url
    number = invoice.rstrip("/").rsplit("/", 1)[1]
    page.goto(re.sub("/invoices/.*", "/statements/", invoice))
    lines = [words.columns, f"{today()},60000.00,{words.company},{number},B-{number}"]
    written = {"name": "bank.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.set_input_files("input[type=file]", files=[written])  # type: ignore[list-item]
    page.locator("main form button.primary").click()
    goes_on(page, r"/statements/\d+/$")
    page.locator("form[action$='/book/']", has_text=number).locator("button").click()
    page.locator("a[href^='/receipts/RCP-']").click()
    expect(page.locator("main")).to_contain_text("¥60,000.00")
    page.goto(invoice)
    expect(head(page)).to_contain_text(words.partly)
    # What is left is what the dialog offers.
    dialog = press(page, "/receipts/new/")
    expect(dialog.locator("input[name=amount]")).to_have_value("36000.00")
    send(dialog)
    goes_on(page, r"/receipts/RCP-\d+/$")
    page.goto(invoice)
    expect(head(page).locator(".pill").first).to_have_text(words.paid)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_lead_becomes_money_in_the_bank(browser: Browser, company: str, language: str) -> None:
    words = WORDS[language]
    seller, manager = (Desk(browser, company, who, language) for who in ("zhao", "sun"))
    page = take_in(seller, words)
    deal = page.url
    negotiate(page, words)
    offer(page, words)
    send(press(manager.open(page.url.removeprefix(company)), "/approval/"))
    # The seller's page has heard of it by itself.
    expect(head(page)).to_contain_text(words.approved)
    sell(page, words)

    signing = manager.open(page.url.removeprefix(company))
    sign(signing, words)
    expect(head(signing)).to_contain_text(words.in_force)
    # What is signed is won; the seller's page has heard of it.
    expect(head(page)).to_contain_text(words.in_force)
    amend(signing, words)
    accept_in_part(signing, words)
    collect(signing, words)

    page.goto(deal)
    expect(head(page).locator(".pill").first).to_have_text(words.won)
    # A stage that asks for something refuses the move until it is given; so does a future day.
    assert [each for each in seller.errors if not re.search("409|422", each)] == []
    assert manager.errors == []


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_lead_is_taken_in_and_converted_with_one_thumb(
    browser: Browser, company: str, language: str
) -> None:
    words = replace(WORDS[language], company=f"{WORDS[language].company} 2", phone="0574 8765 9999")
    desk = Desk(browser, company, "zhao", language, **PHONE)
    page = take_in(desk, words)
    expect(page.locator("h2.h-title")).to_have_text(words.deal)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert desk.errors == []
