"""What is typed into a form is sent once, and never lost to an answer that is no part of a page."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def fill(page: Page, said: str) -> None:
    page.fill("textarea[name=verbatim]", said)
    page.select_option("select[name=customer]", index=1)
    page.select_option("select[name=product]", index=1)


def test_a_page_from_before_signing_in_again_sends_with_the_token_of_today(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/feedback/new/")
    fill(page, "Said before the token changed")

    page.context.clear_cookies(name="csrftoken")
    page.context.request.get(f"{company}/feedback/new/")
    page.locator("#capture button[type=submit]").click()

    expect(page).to_have_url(re.compile("/feedback/FB-"))
    expect(page.locator("h2.h-title")).to_contain_text("Said before the token changed")


@pytest.mark.parametrize(
    ("status", "body"),
    [(403, "<!doctype html><h1>No</h1>"), (413, "<html>Too large</html>"), (503, "Busy")],
)
def test_an_error_of_elsewhere_takes_nothing_of_what_was_typed(
    browser: Browser, company: str, status: int, body: str
) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/feedback/new/")
    fill(page, "Said while the proxy was ill")

    page.route(
        "**/feedback/new/",
        lambda route: route.fulfill(status=status, body=body, content_type="text/html"),
    )
    page.locator("#capture button[type=submit]").click()
    expect(page.locator(".toast.bad")).to_be_visible()
    expect(page.locator("textarea[name=verbatim]")).to_have_value("Said while the proxy was ill")

    page.unroute("**/feedback/new/")
    page.locator("#capture button[type=submit]").click()
    expect(page).to_have_url(re.compile("/feedback/FB-"))


def test_a_double_click_and_two_enters_record_once(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/feedback/new/")
    fill(page, "Said once and pressed twice")
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)

    page.locator("#capture button[type=submit]").dblclick()

    expect(page).to_have_url(re.compile("/feedback/FB-"))
    assert len([each for each in posts if each.endswith("/feedback/new/")]) == 1
    page = desk.open("/feedback/?view=all&q=pressed+twice")
    expect(page.locator("tr[data-preview]")).to_have_count(1)


def test_a_form_that_the_browser_sends_is_sent_once(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/feedback/new/")
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    page.evaluate("""() => {
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: "/nowhere/" });
      document.body.append(form);
      form.requestSubmit();
      form.requestSubmit();
    }""")
    page.wait_for_url("**/nowhere/")
    assert len(posts) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("请填写此项。", "请选择一项。", "未选择文件")),
        ("en", ("Fill in this field.", "Choose one.", "No file chosen")),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_the_language_of_the_page(
    browser: Browser, company: str, language: str, said: tuple[str, str, str]
) -> None:
    empty, choose, chosen = said
    desk = Desk(browser, company, "zhao", language)
    page = desk.open("/feedback/new/")
    words, product = page.locator("textarea[name=verbatim]"), page.locator("select[name=product]")

    page.locator("#capture button[type=submit]").click()
    assert words.evaluate("field => field.validationMessage") == empty
    assert product.evaluate("field => field.validationMessage") == choose
    words.fill("It stops")
    assert words.evaluate("field => field.validationMessage") == ""

    page = desk.open("/feedback/import/")
    expect(page.locator("[data-chosen]")).to_have_text(chosen)
    file = {"name": "said.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.locator("[data-chosen]")).to_have_text("said.csv")
    assert desk.errors == []
