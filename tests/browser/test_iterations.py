"""An iteration is planned, and a day on its board is worked by two people."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_an_iteration_is_planned_and_a_day_worked_on_the_board_by_two(
    browser: Browser, company: str
) -> None:
    chen, zhou = Desk(browser, company, "chen", "en"), Desk(browser, company, "zhou", "en")
    hers = chen.open("/iterations/")
    running, planned = (
        hers.locator("#rows tr[data-href]").nth(n).get_attribute("data-href") for n in (0, 1)
    )

    hers.goto(f"{company}{planned}planning/")
    hers.locator("html[data-awake]").wait_for()
    inside = hers.locator("[data-col=iteration] .card")
    before, points = inside.count(), hers.locator(".sum-line b").last
    sums = points.inner_text()
    card = hers.locator("[data-col=backlog] .card").first
    number = str(card.locator(".key").text_content())
    card.focus()
    with hers.expect_response("**/planning/move/"):
        hers.keyboard.press("Shift+ArrowRight")
    expect(inside).to_have_count(before + 1)
    expect(points).not_to_have_text(sums)
    expect(inside.filter(has_text=number)).to_have_count(1)

    his = zhou.open(f"{running}board/")
    hers.goto(f"{company}{running}board/")
    hers.locator("html[data-awake]").wait_for()
    moving = his.locator("[data-col=todo] .card").first
    moved = str(moving.locator(".key").text_content())
    moving.focus()
    his.keyboard.press("Shift+ArrowRight")
    expect(hers.locator("[data-col=in_progress] .card").filter(has_text=moved)).to_have_count(1)
    expect(his.locator("[data-col=in_progress] .card").filter(has_text=moved)).to_have_count(1)

    hers.keyboard.press("u")
    expect(hers.locator(".standup")).to_contain_text("1 / ")
    hers.keyboard.press("n")
    expect(hers.locator(".standup")).to_contain_text("2 / ")
    assert chen.errors == zhou.errors == []
