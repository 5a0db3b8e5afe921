"""Two people with open pages: what one does, the other sees without touching anything."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
WORDS = {
    "zh-hans": {"accepted": "研发已采纳", "milestone": "M-6", "M-6": "集成测试通过"},
    "en": {"accepted": "R&D accepted", "milestone": "M-7", "M-7": "H3 3.3 发布"},
}


def tell(sales: Desk, said: str) -> Page:
    """Record feedback on the page of its own."""
    form = sales.open("/feedback/new/")
    form.fill("textarea[name=verbatim]", said)
    form.select_option("select[name=customer]", index=1)
    form.select_option("select[name=product]", label="H3 运动控制器")
    form.locator("main form button[type=submit]").last.click()
    return form


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_other_persons_open_page_shows_the_change(
    browser: Browser, company: str, language: str
) -> None:
    words = WORDS[language]
    milestone = words["milestone"]
    sales = Desk(browser, company, "zhao", language)
    rnd = Desk(browser, company, "lin", language)
    said = f"换卷时停机 {language}"

    watching = rnd.open("/feedback/")
    form = tell(sales, said)

    expect(watching.locator("tr", has_text=said)).to_be_visible(timeout=PATIENCE)
    asked = form.locator(".hop[data-track=rd]")
    expect(asked).to_be_visible(timeout=PATIENCE)
    number = asked.locator(".v").inner_text()

    inbox = sales.open("/inbox/")
    deciding = rnd.open(f"/requirements/{number}/")
    deciding.keyboard.press("1")
    deciding.fill("textarea[name=reason]", "four lines stop")
    deciding.fill("textarea[name=customer_wording]", f"We work on it. {number}")
    deciding.locator("form[action$='/decision/'] button").click()

    expect(inbox.locator("main")).to_contain_text(words["accepted"], timeout=PATIENCE)
    expect(inbox.locator("main")).to_contain_text(f"We work on it. {number}", timeout=PATIENCE)

    plans = sales.open("/plans/")
    deciding.locator("a[href='?edit=milestone']").click()
    deciding.select_option("select[name=value]", label=f"{milestone} {words[milestone]}")
    expect(deciding.locator(f"a[href='/milestones/{milestone}/']")).to_be_visible()
    reaching = rnd.open(f"/milestones/{milestone}/")
    reaching.locator("form[action$='/reached/'] button").click()

    expect(plans.locator("tr", has_text=words[milestone]).first).to_be_visible(timeout=PATIENCE)
    assert sales.errors == rnd.errors == []
    sales.page.context.close()
    rnd.page.context.close()
