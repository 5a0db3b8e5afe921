"""From an accepted quote to money in the bank: contract, signatures, invoice, part payment."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def send(page: Page, action: str) -> None:
    """Press what sends the form in the dialog."""
    page.locator(f"#modal form[action*='{action}'] button[type=submit]").first.click()


def write_schedule(page: Page) -> None:
    page.fill("input[name=parts-0-label]", "预付款")
    page.select_option("select[name=parts-0-trigger]", "signing")
    page.fill("input[name=parts-0-share]", "30")
    page.fill("input[name=parts-1-label]", "验收款")
    page.select_option("select[name=parts-1-trigger]", "acceptance")
    page.fill("input[name=parts-1-share]", "70")
    page.locator("form.deal-form button.primary").click()


def test_a_quote_becomes_a_contract_that_is_signed_invoiced_and_paid_in_part(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "sun", "en")
    page = desk.open("/quotes/?view=all&q=G6")
    quote = page.locator("tr", has_text="G6").locator("a[href^='/quotes/Q-']").first
    address = str(quote.get_attribute("href")).split("?")[0]
    page = desk.open(f"{address}contract/")
    page.locator("main form button.primary").click()

    write_schedule(page)
    expect(page.locator(".instalments li")).to_have_count(2)
    page.locator("a[href$='/sign/']").click()
    page.fill("#modal input[name=by_them]", "Ms Yu")
    send(page, "/sign/")

    expect(page.locator("#head")).to_contain_text("In force")
    expect(page.locator(".instalments li").first).to_contain_text("30 %")
    page.locator("a[href$='/invoice/']").click()
    send(page, "/invoice/")

    expect(page.locator("#head")).to_contain_text("Not due yet")
    page.locator("a[href*='/receipts/new/']").click()
    page.fill("#modal input[name=amount]", "100000")
    page.fill("#modal input[name=received_on]", datetime.now(UTC).date().isoformat())
    send(page, "/receipts/new/")

    expect(page.locator("main")).to_contain_text("¥100,000.00")
    page.locator("a[href^='/invoices/INV-']").first.click()
    expect(page.locator("#head")).to_contain_text("Partly paid")
    assert desk.errors == []
