"""A release is frozen, tested and shipped; what is not met has to be answered for."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser


def test_a_release_is_frozen_and_shipped(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "chen", "en")
    page = desk.open("/releases/?q=1.5")
    page.locator("#rows tbody a", has_text="1.5").click()
    head = page.locator("#head")
    expect(head).to_contain_text("1.5 is in development")

    page.get_by_role("button", name="Freeze").click()
    expect(head).to_contain_text("is in code freeze", timeout=PATIENCE)
    page.get_by_role("link", name="Start testing").click()
    dialog = page.locator("#modal-body")
    dialog.get_by_role("button", name="Go on").click()
    expect(head).to_contain_text("is being tested", timeout=PATIENCE)

    page.get_by_role("link", name="Check list").click()
    failing = page.locator(".gate.failing")
    expect(failing.filter(has_text="Requirements are built")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Ship").click()
    expect(dialog).to_contain_text("Nothing is written yet.", timeout=PATIENCE)
    ship = dialog.get_by_role("button", name="Ship")
    reason = dialog.locator("textarea[name=reason]")
    ship.click()
    # Who may ship it all the same has to say why first.
    expect(reason).to_be_focused(timeout=PATIENCE)
    reason.fill("the pilot line waits")
    ship.click()
    expect(head).to_contain_text(re.compile("has been out since"), timeout=PATIENCE)
    expect(head).to_contain_text("the pilot line waits")
    # The browser says of a refused form that it was refused.
    assert [each for each in desk.errors if "422" not in each] == []
