"""Fields in regions that draw themselves anew stay what they are."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_a_field_to_type_into_survives_that_its_region_is_drawn_anew(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/feedback/?view=all")
    page.goto(company + page.locator("tr[data-preview]").last.get_attribute("data-href"))
    field = page.locator("#similar tw-combobox")
    typed = field.locator(".ts-control input")
    expect(typed).to_be_visible()

    with page.expect_response("**/similar/"):
        page.evaluate("htmx.trigger('#similar', 'tw-live')")
    expect(page.locator("#similar:not(.htmx-swapping, .htmx-request)")).to_be_attached()
    expect(field.locator(".ts-wrapper")).to_have_count(1)
    expect(typed).to_be_visible()
    expect(field.locator("select.ts-hidden-accessible")).to_have_attribute("tabindex", "-1")

    found = "fetch(`${location.pathname}requirement-choices/?q=REQ`).then(r => r.json())"
    page.wait_for_function(f"{found}.then(d => d.items.length)")
    typed.fill("REQ")
    expect(field.locator(".option").first).to_be_visible()
    with page.expect_response("**/similar/"):
        page.evaluate("htmx.trigger('#similar', 'tw-live')")
    expect(typed).to_have_value("REQ")
    field.locator(".option").first.click()
    expect(field.locator(".ts-control .item[data-value^=REQ]")).to_be_visible()
    assert desk.errors == []
