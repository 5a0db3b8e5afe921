"""The inbox by keyboard, and the operations page as an administrator sees it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


def test_the_inbox_is_worked_off_by_keyboard(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/inbox/")
    rows = page.locator("#told .told")
    expect(rows.first).to_be_visible()
    before = rows.count()

    page.keyboard.press("j")
    expect(rows.first).to_be_focused()
    page.keyboard.press("e")
    expect(rows).to_have_count(before - 1, timeout=PATIENCE)
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page).not_to_have_url(re.compile("/inbox/"), timeout=PATIENCE)
    page.goto(f"{company}/inbox/?view=all")
    read = page.get_by_role("button", name="Mark as unread")
    was_read = read.count()
    read.first.click()
    expect(read).to_have_count(was_read - 1, timeout=PATIENCE)
    page.get_by_role("button", name="Put off", exact=True).first.click()
    page.get_by_role("button", name="Until tomorrow").first.click()
    put_off = page.locator(".tabs a", has_text="Put off").locator(".badge")
    expect(put_off).to_have_text("1", timeout=PATIENCE)
    assert desk.errors == []


def test_an_administrator_sees_that_all_is_well(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "admin", "en")
    page = desk.open("/operations/")

    expect(page.locator("#state .banner").first).to_contain_text("All subscribers are up to date")
    expect(page.locator("#subscribers")).to_contain_text("helix.handoffs")
    page.get_by_role("button", name="Run now").first.click()
    expect(page.locator("#toasts")).to_contain_text("It starts within a second or two")
    assert desk.errors == []
