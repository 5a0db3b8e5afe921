"""What is printed: black on white, without what one presses, whatever the theme."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_a_requirement_is_printed_without_the_shell(company: str, browser: Browser) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/requirements/REQ-1/")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")

    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator(".content .btn").first).to_be_hidden()
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert not desk.errors
