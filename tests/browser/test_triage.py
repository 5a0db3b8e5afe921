"""The inbox is worked off without the mouse."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1440, "height": 900}}


def record_two(browser: Browser, company: str) -> None:
    sales = Desk(browser, company, "zhao", "en", **WIDE)
    form = sales.open("/feedback/new/")
    for said in ("First to triage", "Second to triage"):
        form.goto(f"{company}/feedback/new/")
        form.fill("textarea[name=verbatim]", said)
        form.select_option("select[name=customer]", index=1)
        form.select_option("select[name=product]", index=1)
        form.locator("main form button[type=submit]").last.click()
        form.wait_for_url("**/feedback/FB-*/")


def test_keys_look_classify_send_on_and_take_back(browser: Browser, company: str) -> None:
    record_two(browser, company)
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/feedback/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Second to triage", timeout=PATIENCE)
    rows = page.locator("tr[data-preview]")
    before = rows.count()

    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(preview).to_contain_text("First to triage", timeout=PATIENCE)
    page.keyboard.press("s")
    page.keyboard.press("1")
    expect(preview).to_contain_text("Stops the line", timeout=PATIENCE)
    page.keyboard.press("k")
    expect(preview).to_contain_text("Second to triage", timeout=PATIENCE)
    page.keyboard.press("1")
    expect(page.locator(".toast").last).to_contain_text("goes to R&D", timeout=PATIENCE)
    expect(rows).to_have_count(before - 1, timeout=PATIENCE)
    expect(preview).to_contain_text("First to triage", timeout=PATIENCE)
    page.locator(".toast [data-undo]").last.click()
    expect(rows).to_have_count(before, timeout=PATIENCE)

    page.keyboard.press("z")
    expect(page.locator("#nav")).not_to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("#nav")).to_be_visible()
    assert desk.errors == []


def test_the_filters_open_by_key_and_narrow_the_list(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/feedback/?view=all")
    expect(page.locator("#rows tr[data-pk]").first).to_be_visible()

    page.keyboard.press("f")
    severity = page.locator("#filters select[name=severity]")
    expect(severity).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#filters :focus")).to_have_count(1)
    severity.select_option("blocker")
    page.locator("#filters button[type=submit]").click()

    expect(page.locator(".bar .filter")).to_contain_text("Stops the line")
    expect(page).to_have_url(re.compile("view=all.*severity=blocker|severity=blocker.*view=all"))
    assert desk.errors == []
