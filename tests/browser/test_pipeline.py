"""A salesperson moves deals on the board, and is asked for what is missing where they stand."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


def card_of(page: Page, column: str, number: str) -> Locator:
    exactly = page.locator(".key", has_text=re.compile(f"^{number}$"))
    return page.locator(f"[data-col={column}] .card").filter(has=exactly)


def test_a_dragged_deal_is_asked_what_is_missing_and_moves_when_it_is_given(
    browser: Browser, company: str
) -> None:
    sun, zhao = Desk(browser, company, "sun", "zh-hans"), Desk(browser, company, "zhao", "en")
    board, watching = sun.open("/opportunities/board/"), zhao.open("/opportunities/board/")
    # Another test counts on what this customer may buy.
    cards = board.locator("[data-col=negotiation] .card")
    card = cards.filter(has_not_text="宁海汽车电子").first
    number = card.locator(".key").inner_text()
    lane = board.locator("[data-col=contract]")

    card.hover()
    board.mouse.down()
    lane.hover()
    lane.hover(position={"x": 60, "y": 40})
    board.mouse.up()

    # It went back, and the dialog says what is missing.
    dialog = board.locator("#modal")
    expect(dialog).to_contain_text("已明确决策人")
    expect(card_of(board, "negotiation", number)).to_be_visible()
    dialog.locator("button.primary").click()
    expect(dialog).to_contain_text("还缺：已明确决策人")
    dialog.locator("[name=new_decision_maker]").fill("李总")
    dialog.locator("button.primary").click()

    expect(card_of(board, "contract", number)).to_be_visible()
    # The other one's board follows by itself.
    expect(card_of(watching, "contract", number)).to_be_visible(timeout=PATIENCE)
    board.locator(".toast [data-undo]").last.click()
    expect(card_of(board, "negotiation", number)).to_be_visible()
    # By the keys alone: the menu, and a deal that is won.
    card_of(board, "negotiation", number).focus()
    board.keyboard.press("m")
    board.locator("[data-moveto=won]").click()
    expect(dialog).to_contain_text("标记赢单")
    dialog.locator("button.primary").click()
    expect(board.locator(".h-title")).to_be_visible()
    # The answers that refused are noted by the browser; nothing else went wrong.
    assert [each for each in sun.errors if "409" not in each and "422" not in each] == []
    assert zhao.errors == []


def test_arrows_alone_go_from_card_to_card(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "sun", "en")
    board = desk.open("/leads/board/")
    fresh = board.locator("[data-col=new] .card")

    fresh.first.focus()
    board.keyboard.press("ArrowDown")
    expect(fresh.nth(1)).to_be_focused()
    board.keyboard.press("ArrowRight")
    expect(board.locator("[data-col=contacted] .card").first).to_be_focused()
    board.keyboard.press("ArrowLeft")
    expect(fresh.first).to_be_focused()
    assert desk.errors == []
