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
    expect(page.locator("#head h2")).to_have_text(re.compile("宁海汽车电子"))
    # What lies below comes when one gets there, down to what happened.
    for part in ("agreements", "dealings", "story"):
        page.evaluate("part => document.getElementById(part)?.scrollIntoView()", part)
        expect(page.locator(f"[data-later]#{part}")).to_have_count(0)
    expect(page.locator(".tl li").first).to_be_visible()
    assert desk.errors == []


def test_keys_lead_to_places_and_begin_things(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "sun", "en")
    page = desk.open("/feedback/")

    for key in "gcc":
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("/contracts/$"), timeout=PATIENCE)
    # However long the side bar is, where one is stands in it.
    expect(page.locator(".nav [aria-current=page]")).to_be_in_viewport()
    expect(page.locator("html[data-awake]")).to_be_attached()
    for key in "cq":
        page.keyboard.press(key)
    expect(page.locator("#modal form[action='/quotes/new/']")).to_be_visible()
    assert desk.errors == []
