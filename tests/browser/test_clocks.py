"""A clock of a complaint counts down while somebody looks at it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
# Two minutes and five seconds are left; what the server would say of it is drawn by hand, for at
# night no clock of the company runs.
CLOCK = """() => {
  document.querySelector("#rows").insertAdjacentHTML("afterbegin", `<p id="trial"><tw-clock
    data-left="125" data-time="{h} h {m} min" data-minutes="{m} min" data-ahead="{t} left"
    data-over="Late by {t}">3 min left</tw-clock></p>`);
  document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: {} } }));
}"""


def test_a_clock_counts_down_and_asks_the_server_when_it_breaks(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "he", "en")
    page = desk.page
    page.clock.install()
    desk.open("/complaints/")
    page.evaluate(CLOCK)
    clock = page.locator("#trial tw-clock")
    expect(page.locator("#trial tw-clock:defined")).to_be_attached()

    page.clock.run_for(10_000)
    expect(clock).to_have_text("2 min left")
    page.clock.run_for(60_000)
    expect(clock).to_have_text("1 min left")
    with page.expect_response("**/complaints/"):
        page.clock.run_for(70_000)
    expect(page.locator("#trial")).to_have_count(0)
    assert desk.errors == []
