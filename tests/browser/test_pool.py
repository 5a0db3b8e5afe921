"""Two people in the requirement pool: one moves and edits, the other sees it."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


def card_of(page: Page, column: str, number: str) -> Locator:
    exactly = page.locator(".key", has_text=re.compile(f"^{number}$"))
    return page.locator(f"[data-col={column}] .card").filter(has=exactly)


def test_a_card_moved_by_keyboard_moves_on_the_other_persons_board_and_can_be_taken_back(
    browser: Browser, company: str
) -> None:
    lin = Desk(browser, company, "lin", "zh-hans")
    chen = Desk(browser, company, "chen", "en")
    watching, moving = chen.open("/requirements/board/"), lin.open("/requirements/board/")
    card = moving.locator("[data-col=planned] .card").first
    number = card.locator(".key").inner_text()

    card.focus()
    moving.keyboard.press("Shift+ArrowRight")

    there = card_of(watching, "in_development", number)
    expect(there).to_be_visible(timeout=PATIENCE)
    moving.locator(".toast [data-undo]").last.click()
    back = card_of(watching, "planned", number)
    expect(back).to_be_visible(timeout=PATIENCE)
    assert lin.errors == chen.errors == []


def test_a_click_opens_a_row_and_shows_a_card_beside_the_board(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/requirements/board/")
    card = page.locator("[data-col=planned] .card").first
    number = card.locator(".key").inner_text()

    card.locator(".ttl").click()
    expect(page.locator("#drawer")).to_contain_text(number)
    page.keyboard.press("Escape")
    page = desk.open("/milestones/")
    row = page.locator("tr[data-href]").first
    there = row.get_attribute("data-href") or ""
    row.locator("td").last.click()

    expect(page).to_have_url(company + there)
    assert desk.errors == []


def test_a_refused_move_goes_back_with_its_reason_and_accepting_asks_for_one(
    browser: Browser, company: str
) -> None:
    lin = Desk(browser, company, "lin", "en")
    board = lin.open("/requirements/board/")
    card = board.locator("[data-col=planned] .card").last
    number = card.locator(".key").inner_text()

    card.focus()
    board.keyboard.press("m")
    board.locator("[data-moveto=released]").click()

    expect(board.locator(".toast.bad")).to_contain_text("leads to")
    expect(card_of(board, "planned", number)).to_be_visible()
    waiting = board.locator("[data-col=review] .card").last
    asked = waiting.locator(".key").inner_text()
    waiting.focus()
    board.keyboard.press("Shift+ArrowRight")
    board.locator("#modal textarea[name=reason]").fill("worth it")
    board.locator("#modal button.primary").click()
    accepted = card_of(board, "accepted", asked)
    expect(accepted).to_be_visible(timeout=PATIENCE)
    # The refusals themselves are answers above 399, which the browser notes.
    assert all("409" in error for error in lin.errors)


def test_a_title_edited_by_two_shows_both_versions(browser: Browser, company: str) -> None:
    lin = Desk(browser, company, "lin", "zh-hans")
    chen = Desk(browser, company, "chen", "en")
    planned = "/requirements/?state=planned&sort=number"
    first, second = lin.open(planned), chen.open(planned)

    row = first.locator("tr[data-pk]").first
    row.focus()
    first.keyboard.press("e")
    expect(row.locator("input[name=value]")).to_be_focused()
    other = second.locator("tr[data-pk]").first
    other.focus()
    second.keyboard.press("e")
    other.locator("input[name=value]").fill("Theirs")
    second.keyboard.press("Enter")
    expect(other.locator("td.main a")).to_have_text("Theirs")

    row.locator("input[name=value]").fill("Mine")
    first.keyboard.press("Enter")

    both = row.locator("[role=alert]")
    expect(both).to_contain_text("Theirs")
    expect(both).to_contain_text("Mine")
    both.get_by_role("button", name="用我的").click()
    expect(row.locator("td.main a")).to_have_text("Mine")
    expect(other.locator("td.main a")).to_have_text("Mine", timeout=PATIENCE)
    assert all("409" in error for error in lin.errors)
    assert chen.errors == []


def test_rows_are_selected_with_shift_changed_together_and_ranked_by_keyboard(
    browser: Browser, company: str
) -> None:
    lin = Desk(browser, company, "lin", "en")
    page = lin.open("/requirements/?sort=rank")
    rows = page.locator("tr[data-pk]")
    numbers = [rows.nth(at).locator(".key").inner_text() for at in range(3)]

    rows.nth(0).locator("input[name=pk]").click()
    rows.nth(2).locator("input[name=pk]").click(modifiers=["Shift"])
    expect(page.locator(".bulk [data-count]")).to_have_text("3")
    page.keyboard.press("p")
    page.locator("#modal select[name=priority]").select_option("1")
    page.locator("#modal button.primary").click()
    for at in range(3):
        expect(rows.nth(at).locator(".prio[data-p='1']")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".bulk")).to_be_hidden()

    rows.nth(0).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(rows.nth(1).locator(".key")).to_have_text(numbers[0])
    expect(page.locator(".toast").last).to_contain_text(numbers[0])
    page.reload()
    expect(page.locator("tr[data-pk]").nth(1).locator(".key")).to_have_text(numbers[0])

    page.locator("tr[data-pk]").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#drawer h2")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-hotkey=f]").click()
    expect(page.locator("#filters input[name=state]").first).to_be_visible(timeout=PATIENCE)
    assert lin.errors == []


def test_a_list_narrows_while_one_types_and_back_leads_to_it(
    browser: Browser, company: str
) -> None:
    lin = Desk(browser, company, "lin", "en")
    page = lin.open("/requirements/")
    rows = page.locator("tr[data-pk]")
    every = rows.count()

    page.keyboard.press("/")
    page.keyboard.type("REQ-10")
    expect(rows).to_have_count(1)
    expect(page.locator("#list-count")).to_have_text("1")
    expect(page).to_have_url(re.compile(r"\?q=REQ-10$"))
    expect(page.locator("[data-filter-input]")).to_be_focused()

    rows.first.locator(".main a").click()
    page.wait_for_url("**/requirements/REQ-10/")
    page.go_back()
    expect(page.locator("[data-filter-input]")).to_have_value("REQ-10")
    expect(rows).to_have_count(1)
    page.locator("[data-filter-input]").fill("")
    expect(rows).to_have_count(every)
    assert lin.errors == []
