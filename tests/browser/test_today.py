"""The day begins on one page, in both languages, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


# Which card each role needs, and a word of the page in a language.
@pytest.mark.parametrize(
    ("who", "card", "language", "word"),
    [("zhao", "steps", "zh-hans", "未来六周"), ("lin", "review", "en", "Next six weeks")],
)
def test_each_role_begins_with_what_needs_them(
    browser: Browser, company: str, *, who: str, card: str, language: str, word: str
) -> None:
    desk = Desk(browser, company, who, language)
    page = desk.open("/")
    expect(page.locator(f"#cards [data-pk={card}]")).to_be_visible()
    expect(page.locator("#strip")).to_contain_text(word)
    expect(page.locator("#between .stream li").first).to_be_visible()

    # From here to the thing itself it is one click.
    page.locator(f"#cards [data-pk={card}] a.ttl").click()
    expect(page).to_have_url(re.compile(r"/(plans|requirements)/"), timeout=PATIENCE)
    assert desk.errors == []


def test_every_mark_of_the_strip_is_reached_by_keyboard(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "chen", "en")
    page = desk.open("/")
    marks = page.locator("#strip a.hx-a")
    expect(marks.first).to_be_visible()
    marks.first.focus()
    for number in range(1, marks.count()):
        page.keyboard.press("Tab")
        expect(marks.nth(number)).to_be_focused()
    expect(page.locator("#tip")).to_be_visible()

    page.locator("#strip a", has_text="As a table").click()
    table = page.locator("#strip table")
    expect(table).to_be_visible(timeout=PATIENCE)
    table.locator("a", has_text="H3 3.3 发布").first.click()
    expect(page).to_have_url(re.compile("/milestones/M-"), timeout=PATIENCE)
    assert desk.errors == []


def test_a_step_is_done_on_the_first_page_and_taken_back(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/")
    card = page.locator("#cards [data-pk=steps]")
    before = card.locator("a.ttl").inner_text()
    card.get_by_role("button").click()
    toast = page.locator(".toast").first
    expect(toast).to_contain_text("is done", timeout=PATIENCE)
    expect(card.locator("a.ttl")).not_to_have_text(before, timeout=PATIENCE)

    toast.get_by_role("button").click()
    expect(card.locator("a.ttl")).to_have_text(before, timeout=PATIENCE)
    assert desk.errors == []
