"""Finding anything from anywhere by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


def test_a_customer_is_found_by_the_initials_of_its_name(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "zhao", "zh-hans")
    page = desk.open("/feedback/")

    page.keyboard.press("Control+k")
    page.keyboard.type("nhqc")
    expect(page.locator("#palette [role=option]").first).to_contain_text("宁海汽车电子")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/customers/CUST-"), timeout=PATIENCE)
    expect(page.locator(".tl li").first).to_be_visible(timeout=PATIENCE)
    assert desk.errors == []
