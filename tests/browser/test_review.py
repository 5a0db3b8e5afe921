"""Requirements are reviewed by keyboard, edited by two at once, merged and taken out again."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
CHANGED_MEANWHILE = """() => new Promise((answered) => {
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type === "tw-live") answered();
  });
  document.querySelector("#facts").dispatchEvent(new Event("tw-live"));
})"""


def test_what_waits_is_scored_and_decided_by_keyboard(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "lin", "zh-hans")
    page = desk.open("/reviews/")
    focused = page.locator(".waits:focus")

    page.keyboard.press("j")
    first = focused.get_attribute("data-number")
    page.keyboard.press("j")
    # What others changed a moment ago may put the rows in another order.
    number = focused.get_attribute("data-number")
    assert number != first
    expect(page.locator("#judged")).to_contain_text(number or "", timeout=PATIENCE)
    page.keyboard.press("s")
    expect(page.locator("#judged input[name=reach]")).to_be_focused()
    for value in ("40", "2", "80", "1"):
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    expect(page.locator("#score-preview")).to_contain_text("RICE 64", timeout=PATIENCE)
    page.locator("#judged input[name=effort]").press("Enter")
    expect(page.locator("#judged input[name=effort]")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("#judged .tile").first).to_contain_text("RICE 64", timeout=PATIENCE)

    page.keyboard.press("1")
    expect(page.locator("#judged textarea[name=reason]")).to_be_focused()
    page.keyboard.type("many lines stand still")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".toast")).to_contain_text(f"{number}: 已采纳", timeout=PATIENCE)
    decided = page.locator(f".waits[data-number='{number}']")
    expect(decided).to_have_count(0)
    expect(page.locator(".waits[aria-current]")).to_be_focused()
    page.locator(".toast [data-undo]").click()
    expect(decided).to_be_visible(timeout=PATIENCE)
    assert desk.errors == []


def test_a_list_that_comes_late_takes_nobody_back(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/reviews/")
    page.clock.install()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/reviews/?order=*", hold, times=1)
    number = page.locator(".waits").nth(1).get_attribute("data-number")
    with page.expect_request("**/reviews/?order=*"):
        page.evaluate("document.querySelector('#queue').dispatchEvent(new Event('tw-live'))")
    page.evaluate("document.querySelector('#queue').classList.add('before')")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#judged")).to_contain_text(number or "", timeout=PATIENCE)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    late[0].continue_()
    current = page.locator(".waits[aria-current]")
    expect(page.locator("#queue.before")).to_have_count(0)
    expect(current).to_have_attribute("data-number", number or "")
    expect(current).to_be_focused()
    # Rows passed over are not fetched: what is fetched, is after a moment.
    page.clock.run_for(500)
    page.keyboard.press("1")
    page.locator("#judged textarea[name=reason]").fill("many lines stand still")

    expect(page.locator("#queue-place [name=chosen]")).to_have_value(number or "")
    assert [each for each in fetched if each.endswith(f"/reviews/{number}/")] == []
    assert desk.errors == []


def describe(page: Page, words: str) -> None:
    page.keyboard.press("d")
    field = page.locator("#text textarea[name=value]")
    expect(field).to_be_focused()
    field.fill(words)


def test_two_who_edit_one_field_see_both_versions(browser: Browser, company: str) -> None:
    lin = Desk(browser, company, "lin", "en")
    chen = Desk(browser, company, "chen", "zh-hans")
    number = lin.open("/reviews/").locator(".waits").first.get_attribute("data-number")
    mine, theirs = lin.open(f"/requirements/{number}/"), chen.open(f"/requirements/{number}/")

    describe(mine, "What Lin wrote")
    describe(theirs, "What Chen wrote")
    theirs.keyboard.press("Control+Enter")
    expect(theirs.locator("#text .prose")).to_contain_text("What Chen wrote", timeout=PATIENCE)
    mine.locator("#text textarea[name=value]").focus()
    mine.keyboard.press("Control+Enter")

    both = mine.locator("#text .versions")
    expect(both).to_contain_text("What Chen wrote", timeout=PATIENCE)
    expect(both).to_contain_text("What Lin wrote")
    mine.locator("#text button[type=submit]").click()
    expect(mine.locator("#text .prose")).to_contain_text("What Lin wrote", timeout=PATIENCE)
    # The other's open page follows by itself.
    expect(theirs.locator("#text .prose")).to_contain_text("What Lin wrote", timeout=PATIENCE)
    assert [each for each in lin.errors if "409" not in each] == []
    assert chen.errors == []


def test_two_are_merged_and_taken_apart_by_undo(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "lin", "en")
    rows = desk.open("/reviews/").locator(".waits")
    products = [row.locator(".dim .ell").inner_text() for row in rows.all()]
    numbers = [row.get_attribute("data-number") or "" for row in rows.all()]
    first, second = next(
        (i, j)
        for i, product in enumerate(products)
        for j in range(i + 1, len(products))
        if products[j] == product
    )
    page = desk.open(f"/requirements/{numbers[first]}/")

    page.get_by_role("link", name="Merge").click()
    dialog = page.locator("#modal")
    dialog.locator(".ts-control input").fill(numbers[second])
    # What the server found takes the place of what was there at first.
    expect(dialog.locator(".ts-dropdown .option")).to_have_count(1, timeout=PATIENCE)
    dialog.locator(".ts-dropdown .option").click()
    dialog.locator("button[type=submit]").click()

    expect(page).to_have_url(f"{company}/requirements/{numbers[second]}/", timeout=PATIENCE)
    expect(page.locator("#related")).to_contain_text(numbers[first])
    expect(page.locator(".toast")).to_contain_text("merged into")
    page.locator(".toast [data-undo]").click()
    expect(page.locator("#related")).not_to_contain_text(numbers[first], timeout=PATIENCE)
    source = desk.open(f"/requirements/{numbers[first]}/")
    expect(source.locator("#head .banner")).to_have_count(0)
    assert desk.errors == []


def test_what_was_clicked_comes_though_somebody_elses_change_is_drawn_first(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "lin", "en")
    page = desk.open("/requirements/")
    page = desk.open(page.locator("tr[data-href]").first.get_attribute("data-href") or "")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*edit=milestone", hold, times=1)
    with page.expect_request("**/*edit=milestone"):
        page.locator("a[href='?edit=milestone']").click()
    page.evaluate(CHANGED_MEANWHILE)
    held[0].continue_()

    expect(page.locator("select[name=value]")).to_be_visible()
    assert desk.errors == []
