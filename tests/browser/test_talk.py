"""Two colleagues talk at a requirement, each at their own desk."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_what_one_says_the_other_sees_without_asking(browser: Browser, company: str) -> None:
    lin, zhao = Desk(browser, company, "lin", "en"), Desk(browser, company, "zhao", "zh-hans")
    hers = lin.open("/requirements/")
    address = hers.locator("tr[data-href]").first.get_attribute("data-href")
    hers.goto(company + str(address))
    his = zhao.open(str(address))
    expect(hers.locator("#stream")).to_be_visible()
    hers.locator("html[data-awake]").wait_for()
    his.locator("html[data-awake]").wait_for()

    his.keyboard.press("r")
    his.keyboard.type("I ask @linx")
    expect(his.get_by_role("option")).to_have_count(1)
    his.keyboard.press("Enter")
    his.keyboard.type("for **one** word")
    his.keyboard.press("Control+Enter")

    said = hers.locator("#stream .remark").first
    expect(said).to_contain_text("for one word")
    expect(said.locator(".mention.me")).to_be_visible()
    expect(his.locator("#say")).to_have_value("")
    expect(hers.locator("#watch .avs")).to_have_attribute("data-tip", re.compile("赵"))

    mine = his.locator("#stream .remark").first
    mine.hover()
    mine.get_by_role("button").click()
    expect(hers.locator("#stream .remark").filter(has_text="for one word")).to_have_count(0)
    his.locator("[data-undo]").click()
    expect(hers.locator("#stream .remark").first).to_contain_text("for one word")
    assert lin.errors == zhao.errors == []


def test_what_is_being_typed_stays_while_others_speak(browser: Browser, company: str) -> None:
    lin, zhao = Desk(browser, company, "lin", "en"), Desk(browser, company, "zhao", "en")
    hers = lin.open("/feedback/?view=all")
    address = hers.locator("tr[data-href]").first.get_attribute("data-href")
    hers.goto(company + str(address))
    his = zhao.open(str(address))
    for page in (hers, his):
        page.locator("html[data-awake]").wait_for()
        expect(page.locator("#say")).to_be_visible()

    hers.locator("#say").fill("I am about to say")
    his.locator("#say").fill("I was faster")
    his.get_by_role("button", name="Post comment").click()

    expect(hers.locator("#stream .remark").first).to_contain_text("I was faster")
    expect(hers.locator("#say")).to_have_value("I am about to say")
    assert lin.errors == zhao.errors == []
