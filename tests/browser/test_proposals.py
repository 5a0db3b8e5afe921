"""Deciding by keyboard what belongs together, with the undo at the foot of the page."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_a_key_attaches_and_the_undo_takes_it_back(company: str, browser: Browser) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/proposals/")
    case = page.locator(".case")
    expect(case).to_be_visible()
    first = case.get_attribute("data-pk")
    # Other tests of the run tell this company things too: only this one row is counted.
    number = page.locator(f".queued[data-pk='{first}'] .key").inner_text()
    queued = page.locator(".queued").filter(has=page.get_by_text(number, exact=True))
    expect(queued).to_have_count(1)

    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"\?at="))
    page.keyboard.press("k")
    expect(case).to_have_attribute("data-pk", str(first))
    page.keyboard.press("1")
    toast = page.locator(".toast").last
    expect(toast).to_contain_text("now belongs to")
    expect(queued).to_have_count(0)

    toast.get_by_role("button").click()
    expect(queued).to_have_count(1)

    page.keyboard.press("2")
    expect(page.locator(".toast").last).to_contain_text("its own requirement")
    page.locator(".toast").last.get_by_role("button").click()
    expect(queued).to_have_count(1)
    assert not desk.errors
