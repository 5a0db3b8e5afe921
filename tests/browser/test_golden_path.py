"""
The golden path, as far as it leads today: two people work at once, each on pages that lie open.

Recorded, handed over, decided, told, reached, and the customer's plan begun: what one does, the
other sees without touching anything.
"""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
CUSTOMER, PRODUCT = "宁海汽车电子", "H3 运动控制器"
WORDS = {
    "zh-hans": {
        "blocker": "产线停机",
        "accepted": "研发已采纳",
        "M-6": "集成测试通过",
        "milestone": "M-6",
    },
    "en": {
        "blocker": "Stops the line",
        "accepted": "R&D accepted",
        "M-7": "H3 3.3 发布",
        "milestone": "M-7",
    },
}


def record(sales: Desk, said: str) -> Page:
    """Write down what a customer said, on the page of its own."""
    form = sales.open("/feedback/new/")
    form.fill("textarea[name=verbatim]", said)
    form.select_option("select[name=customer]", label=CUSTOMER)
    form.select_option("select[name=product]", label=PRODUCT)
    form.locator("label:has(input[value=blocker])").click()
    form.select_option("select[name=version]", label="3.2")
    form.locator("main form button[type=submit]").last.click()
    return form


def accept(page: Page, wording: str) -> None:
    """Decide by keyboard."""
    page.keyboard.press("1")
    page.fill("textarea[name=reason]", "four lines stop")
    page.fill("textarea[name=customer_wording]", wording)
    page.keyboard.press("Control+Enter")


def reach(rnd: Desk, deciding: Page, milestone: str, name: str) -> None:
    """Let the requirement come with a milestone, and reach that."""
    deciding.locator("a[href='?edit=milestone']").click()
    offered = deciding.locator("select[name=value] option", has_text=f"{milestone} {name}")
    deciding.select_option("select[name=value]", value=offered.get_attribute("value"))
    # The thread above tells of it as well, once it has heard.
    expect(deciding.locator(f"#facts a[href='/milestones/{milestone}/']")).to_be_visible()
    reaching = rnd.open(f"/milestones/{milestone}/")
    reaching.locator("a[href$='/reached/']").click()
    reaching.locator("#modal form[action$='/reached/'] button[type=submit]").click()


def hop_of_rnd(page: Page) -> Locator:
    return page.locator(".hop[data-track=rd]")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_a_customer_said_is_built_and_comes_back_as_a_plan(
    browser: Browser, company: str, language: str
) -> None:
    words = WORDS[language]
    sales, rnd = (Desk(browser, company, who, language) for who in ("zhao", "lin"))
    said = f"换卷时停机 {language}"

    inbox_of_rnd = rnd.open("/feedback/")
    feedback = record(sales, said)

    expect(inbox_of_rnd.locator("tr", has_text=said)).to_contain_text(words["blocker"])
    expect(hop_of_rnd(feedback)).to_be_visible()
    number = hop_of_rnd(feedback).locator(".v").inner_text()

    inbox = sales.open("/inbox/")
    deciding = rnd.open(f"/requirements/{number}/")
    # Who waits stands there, with what they may buy.
    expect(deciding.locator("main")).to_contain_text(CUSTOMER)
    expect(deciding.locator("main")).to_contain_text("¥")
    accept(deciding, f"We work on it. {number}")

    expect(inbox.locator("main")).to_contain_text(words["accepted"])
    expect(inbox.locator("main")).to_contain_text(f"We work on it. {number}")

    plans = sales.open("/plans/")
    milestone = words["milestone"]
    reach(rnd, deciding, milestone, words[milestone])

    begun = plans.locator("tr", has_text=words[milestone]).filter(has_text=CUSTOMER)
    expect(begun.first).to_be_visible()
    assert sales.errors == rnd.errors == []
