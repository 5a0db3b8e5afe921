"""A visit by thumb: planned, checked in to, noted, and what was heard there reaches R&D."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "geolocation": {"latitude": 29.901234, "longitude": 121.845678},
}
WORDS = {
    "zh-hans": {
        "plan": "安排拜访",
        "there": "带位置签到",
        "note": "写记录",
        "feedback": "客户反馈",
        "done": "已完成",
        "said": "换卷时断膜，3 号线每班停四次，要能自动降速",
    },
    "en": {
        "plan": "Plan a visit",
        "there": "With position",
        "note": "Write note",
        "feedback": "Feedback",
        "done": "Done",
        "said": "The film on line 5 breaks at each reel change, please slow down by yourself",
    },
}


def write_down(page: Page, words: dict[str, str], number: str) -> str:
    """Write down what was heard, one tap away, and give where it stands."""
    dialog = page.locator("#modal")
    page.locator("#head").get_by_role("link", name=words["feedback"], exact=True).tap()
    expect(dialog.locator("input[name=origin]")).to_have_value(f"visit:{number}")
    expect(dialog.locator(".ts-control .item").first).to_be_visible()
    dialog.locator("textarea[name=verbatim]").fill(words["said"])
    product = dialog.locator("select[name=product]")
    if not product.input_value():
        product.select_option(index=1)
    dialog.locator("button[type=submit]").tap()
    said = page.locator("#heard a.link").first
    expect(said).to_contain_text(words["said"][:12], timeout=PATIENCE)
    feedback = said.get_attribute("href")
    assert feedback
    return feedback


def hand_over(manager: Desk, feedback: str) -> None:
    """Let the product manager lead it to a requirement."""
    context = manager.page.context
    token = next(each["value"] for each in context.cookies() if each["name"] == "csrftoken")
    answer = context.request.post(
        f"{manager.url}{feedback}handoff/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": manager.url},
    )
    assert answer.ok


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_visit_is_made_with_one_thumb_and_what_was_heard_is_linked_to_a_requirement(
    browser: Browser, company: str, language: str
) -> None:
    words = WORDS[language]
    desk = Desk(browser, company, "zhao", language, permissions=["geolocation"], **PHONE)
    # Its visits lie below what comes with the page, and are on their way to it.
    page = desk.open("/customers/CUST-1/#visits")
    page.locator("#visits").get_by_role("link", name=words["plan"]).tap()
    dialog = page.locator("#modal")
    dialog.locator("input[name=purpose]").fill("Reel change")
    began = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(minutes=1)
    dialog.locator("input[name=starts_at]").fill(began.strftime("%Y-%m-%dT%H:%M"))
    # Those who work at the customer of the page are there without a search.
    dialog.locator(".tap", has=page.locator("input[name=contacts]")).first.tap()
    dialog.locator("button[type=submit]").tap()

    expect(page.locator("h2.h-title")).to_have_text("Reel change")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    page.locator("#head").get_by_role("button", name=words["there"]).tap()
    expect(page.locator("#facts")).to_contain_text("29.901, 121.846", timeout=PATIENCE)

    page.locator("#head").get_by_role("link", name=words["note"]).tap()
    dialog.locator("textarea").first.fill(words["said"])
    dialog.locator("button[type=submit]").tap()
    expect(page.locator("#head .pill").first).to_have_text(words["done"])
    expect(page.locator("#note")).to_contain_text(words["said"])

    feedback = write_down(page, words, number)
    hand_over(Desk(browser, company, "lin", language), feedback)
    expect(page.locator("#heard .outcome a")).to_contain_text("REQ-", timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert desk.errors == []
