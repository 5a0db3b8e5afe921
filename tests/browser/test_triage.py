"""The inbox is worked off without the mouse."""

import re

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1440, "height": 900}}


def record_two(browser: Browser, company: str) -> None:
    sales = Desk(browser, company, "zhao", "en", **WIDE)
    form = sales.open("/feedback/new/")
    for said in ("First to triage", "Second to triage"):
        form.goto(f"{company}/feedback/new/")
        form.fill("textarea[name=verbatim]", said)
        form.select_option("select[name=customer]", index=1)
        form.select_option("select[name=product]", index=1)
        form.locator("main form button[type=submit]").last.click()
        form.wait_for_url("**/feedback/FB-*/")


def test_keys_look_classify_send_on_and_take_back(browser: Browser, company: str) -> None:
    record_two(browser, company)
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/feedback/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Second to triage", timeout=PATIENCE)
    rows = page.locator("tr[data-preview]")
    before = rows.count()

    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    expect(preview).to_contain_text("First to triage", timeout=PATIENCE)
    page.keyboard.press("s")
    page.keyboard.press("1")
    expect(preview.locator("[popovertarget=severity-menu]")).to_contain_text("Stops the line")
    page.keyboard.press("k")
    expect(preview).to_contain_text("Second to triage", timeout=PATIENCE)
    page.keyboard.press("1")
    toast = page.locator(".toast").last
    expect(toast).to_contain_text(re.compile("goes to R&D|is confirmed"), timeout=PATIENCE)
    expect(rows).to_have_count(before - 1, timeout=PATIENCE)
    expect(preview).to_contain_text("First to triage", timeout=PATIENCE)
    # Measured at once: the preview is drawn anew in between.
    page.wait_for_function(
        """() => {
            const edge = (each) => document.querySelector(each)?.getBoundingClientRect();
            const [toast, act] = [edge(".toast:last-of-type"), edge(".ib-acts .primary")];
            return toast && act && toast.right <= act.left;
        }"""
    )
    page.locator(".toast [data-undo]").last.click()
    expect(rows).to_have_count(before, timeout=PATIENCE)
    # The button behind the key is drawn anew with the regions that follow.
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)

    for is_visible in (False, True):
        page.keyboard.press("z")
        expect(page.locator("#nav")).to_be_visible(visible=is_visible)
    assert desk.errors == []


def test_a_key_pressed_right_after_j_is_about_the_row_it_went_to(
    browser: Browser, company: str
) -> None:
    record_two(browser, company)
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/feedback/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Second to triage", timeout=PATIENCE)
    rows = page.locator("tr[data-preview]")
    went_to = rows.nth(1).get_attribute("data-pk")
    before = rows.count()

    # In one go: the preview cannot have followed in between.
    page.evaluate(
        """() => ["j", "1"].forEach((key) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
    )

    expect(rows).to_have_count(before - 1, timeout=PATIENCE)
    expect(page.locator(f"tr[data-pk='{went_to}']")).to_have_count(0)
    expect(rows.nth(0)).to_contain_text("Second to triage")
    assert desk.errors == []


def hold(page: Page, address: str, act: str) -> tuple[Route, APIResponse]:
    """Do something on the page, and keep back what the server answers to it at once."""
    held: list[tuple[Route, APIResponse]] = []
    page.route(address, lambda route: held.append((route, route.fetch())), times=1)
    with page.expect_request(address):
        page.evaluate(act)
    while not held:
        page.wait_for_timeout(20)
    return held[0]


SEND_ON = "() => document.querySelector('.ib-acts .primary').click()"


def test_a_list_asked_for_before_is_not_the_last_word(browser: Browser, company: str) -> None:
    record_two(browser, company)
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/feedback/")
    expect(page.locator("#preview")).to_contain_text("Second to triage")
    rows = page.locator("tr[data-preview]")
    before = rows.count()

    route, answer = hold(page, "**/feedback/", "htmx.trigger('#rows', 'tw-live')")
    page.evaluate(SEND_ON)
    expect(rows).to_have_count(before - 1)
    expect(page.locator("#preview")).to_contain_text("First to triage")
    route.fulfill(response=answer)

    expect(page.locator("#rows.htmx-request")).to_have_count(0)
    expect(rows).to_have_count(before - 1)
    expect(rows.nth(0)).to_contain_text("First to triage")
    assert desk.errors == []


def test_the_next_one_is_shown_also_where_the_list_hears_first(
    browser: Browser, company: str
) -> None:
    record_two(browser, company)
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/feedback/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Second to triage")
    rows = page.locator("tr[data-preview]")
    before = rows.count()

    route, answer = hold(page, "**/triage/", SEND_ON)
    expect(rows).to_have_count(before - 1)
    route.fulfill(response=answer)

    expect(preview).to_contain_text("First to triage")
    expect(rows.nth(0)).to_be_focused()
    assert desk.errors == []


def test_the_filters_open_by_key_and_narrow_the_list(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/feedback/?view=all")
    expect(page.locator("#rows tr[data-pk]").first).to_be_visible()

    page.keyboard.press("f")
    severity = page.locator("#filters select[name=severity]")
    expect(severity).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#filters :focus")).to_have_count(1)
    severity.select_option("blocker")
    page.locator("#filters button[type=submit]").click()

    expect(page.locator(".bar .filter")).to_contain_text("Stops the line")
    expect(page).to_have_url(re.compile("view=all.*severity=blocker|severity=blocker.*view=all"))
    assert desk.errors == []


def test_escape_clears_the_selection_and_keys_go_on_where_they_were(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/requirements/")
    row = page.locator("tr[data-pk]").first
    row.focus()
    page.keyboard.press("x")
    page.locator(".bulk button").first.focus()

    page.keyboard.press("Escape")

    expect(page.locator(".bulk")).to_be_hidden()
    expect(row).to_be_focused()
    assert desk.errors == []


def test_the_create_menu_opens_in_the_middle_by_its_key(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/requirements/")

    page.keyboard.press("c")

    place = page.locator("#create-menu").bounding_box()
    assert place is not None
    assert abs(place["x"] + place["width"] / 2 - 720) < 2


def test_a_thumb_triages_on_the_page_of_one(browser: Browser, company: str) -> None:
    record_two(browser, company)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = Desk(browser, company, "lin", "en", **phone)
    page = desk.open("/feedback/")
    page.locator("tr[data-preview]").first.tap()

    page.locator(".triage-acts .primary").tap()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator(".triage-acts .primary")).to_have_count(0)
    page.locator(".triage-acts button").first.tap()
    page.get_by_role("button", name="Back to triage").tap()
    expect(page.locator(".triage-acts .primary")).to_be_visible()
    page.locator("[popovertarget=triage-menu]").tap()
    page.locator("#triage-menu a", has_text="Answer").tap()
    page.locator("#modal textarea").fill("It comes in spring.")
    page.locator("#modal button[type=submit]").tap()
    expect(page.locator("#facts")).to_contain_text("It comes in spring.")
    assert page.locator(".kbd:visible").count() == 0
    assert page.locator("[data-act=nav]:visible").count() == 1
    assert desk.errors == []


def test_keys_are_about_the_row_that_is_shown_and_the_bar_holds_all_it_offers(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "lin", "en", **WIDE)
    page = desk.open("/feedback/?view=all")
    expect(page.locator("#preview")).to_be_visible()
    rows = page.locator("tr[data-preview]")
    page.keyboard.press("x")
    expect(rows.nth(0)).to_have_attribute("aria-selected", "true")
    bar = page.locator(".bulk")
    ends = bar.evaluate(
        "bar => [...bar.querySelectorAll('button:not(.sr), select')].map("
        "each => each.getBoundingClientRect().right)"
    )
    assert max(ends) <= bar.bounding_box()["x"] + bar.bounding_box()["width"]  # type: ignore[index]
    page.keyboard.press("Escape")
    expect(rows.nth(0)).to_have_attribute("aria-selected", "false")
