"""An engineer follows a pass rate out of its limits from the chart to the commit."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
# Whoever commits in the made-up company writes the one language or the other.
DRIFT = re.compile("Current loop drifts when hot|电流环高温漂移")


def test_a_failing_pass_rate_is_followed_from_chart_to_commit(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhou", "en")
    page = desk.open("/insight/")
    tile = page.locator("a.tile", has_text="Test pass rate").first
    expect(tile).to_contain_text("fallen")
    tile.click()
    page.get_by_role("link", name=re.compile("Test pass rate of .* has fallen since")).click()

    way = page.get_by_role("navigation", name="From the finding to its commits")
    expect(way.locator("[aria-current=step]")).to_contain_text("Finding")
    tests = page.locator("#failing tbody tr")
    expect(tests).to_have_count(3)
    commits = page.locator("#suspects tbody tr")
    expect(commits.first).to_contain_text(DRIFT)
    expect(commits.first.get_by_role("link", name=re.compile("^REQ-"))).to_be_visible()

    tests.filter(has_text="settles_within_2_ms").get_by_role("link").first.click()
    expect(page.locator("#what")).to_contain_text("one of the commits between has broken it")
    expect(way.locator("[aria-current=step]")).to_contain_text("Failing tests")
    way.get_by_role("link", name="Failed first in").click()
    expect(page.locator("#what")).to_contain_text("settled after 3.1 ms")
    way.get_by_role("link", name="Suspected commit").click()
    expect(way.locator("[aria-current=step]")).to_contain_text("Suspected commit")
    expect(page.locator(".h-title")).to_contain_text(DRIFT)
    expect(page.get_by_text("Works on")).to_be_visible()
    # From there on to what it was done for, and back to where one came from.
    way.get_by_role("link", name="Done for").click()
    expect(page).to_have_url(re.compile("/requirements/REQ-"))
    page.go_back()
    way.get_by_role("link", name="Finding").click()
    expect(page.locator("#head")).to_contain_text("Test pass rate of")
    assert desk.errors == []
