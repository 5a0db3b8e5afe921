"""A quote with a discount is written, approved by the manager, sent and accepted."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


def begin(desk: Desk) -> Page:
    """Begin a quote on the page of an opportunity."""
    page = desk.open("/opportunities/?q=二期产线张力控制&view=all")
    page.locator("#rows tbody a", has_text="二期产线张力控制").first.click()
    page.get_by_role("link", name="New quote").click()
    dialog = page.locator("#modal-body")
    dialog.locator("input[name=title]").fill("Second stage")
    dialog.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(re.compile(r"/quotes/Q-\d+/$"))
    expect(page.locator("html[data-awake]")).to_be_attached()
    return page


def write(page: Page) -> None:
    """Offer ten of one thing with a discount that needs an approval."""
    field = page.locator(".quote-add tw-combobox")
    field.locator(".ts-control input").fill("H3-CTRL")
    expect(field.locator(".option")).to_have_count(1)
    field.locator(".ts-control input").press("Enter")
    page.get_by_role("button", name="Add the line").click()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("32,000.00", timeout=PATIENCE)
    quantity = sheet.get_by_label(re.compile("^Quantity · "))
    quantity.fill("10")
    quantity.press("Tab")
    # The price of the tier that the quantity reaches.
    expect(sheet).to_contain_text("29,500.00", timeout=PATIENCE)
    discount = sheet.get_by_label("Discount on the whole %")
    discount.fill("12")
    discount.press("Tab")
    expect(sheet.locator(".whole")).to_contain_text("¥293,348.00", timeout=PATIENCE)
    expect(sheet).to_contain_text("Sales manager")
    page.get_by_role("button", name="Hand in for approval").click()


def approve(desk: Desk, address: str) -> None:
    page = desk.open(address)
    page.get_by_role("link", name="Approve").click()
    page.locator("#modal-body").get_by_role("button", name="Approve").click()
    expect(page.locator("#head")).to_contain_text("it may go to the customer", timeout=PATIENCE)


def test_from_the_opportunity_to_the_customer_s_word(browser: Browser, company: str) -> None:
    seller, manager = (Desk(browser, company, who, "en") for who in ("zhao", "sun"))
    page = begin(seller)
    write(page)
    head, dialog = page.locator("#head"), page.locator("#modal-body")
    expect(head).to_contain_text("Waits for the approval of: Sales manager", timeout=PATIENCE)
    approve(manager, page.url.removeprefix(company))

    # The seller's page has heard of it by itself.
    page.get_by_role("link", name="Send to the customer").click(timeout=PATIENCE)
    dialog.locator("select[name=way]").select_option("handed_over")
    dialog.locator("input[name=to]").fill("Han Lijun")
    dialog.get_by_role("button", name="Send").click()
    expect(page.locator("#facts")).to_contain_text("Han Lijun", timeout=PATIENCE)
    page.get_by_role("link", name="Note the acceptance").click()
    dialog.locator("input[name=accepted_by]").fill("Han Lijun")
    dialog.get_by_role("button", name="Accepted by the customer").click()
    expect(head).to_contain_text("Accepted by Han Lijun", timeout=PATIENCE)
    assert seller.errors == []
    assert manager.errors == []
