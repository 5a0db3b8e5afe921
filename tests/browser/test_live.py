"""Two people with open pages: what one does, the other sees without touching anything."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
WORDS = {
    "zh-hans": {"accepted": "研发已采纳", "state": "已采纳"},
    "en": {"accepted": "R&D accepted", "state": "Accepted"},
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_other_persons_open_page_shows_the_change(
    browser: Browser, company: str, language: str
) -> None:
    words = WORDS[language]
    sales = Desk(browser, company, "zhao", language)
    rnd = Desk(browser, company, "lin", language)
    said = f"换卷时停机 {language}"

    watching = rnd.open("/feedback/")
    form = sales.open("/feedback/new/")
    form.fill("textarea[name=verbatim]", said)
    form.select_option("select[name=customer]", index=1)
    form.select_option("select[name=product]", index=1)
    form.locator("main form button[type=submit]").last.click()

    expect(watching.locator("tr", has_text=said)).to_be_visible(timeout=PATIENCE)
    asked = form.locator(".hop[data-track=rd]")
    expect(asked).to_be_visible(timeout=PATIENCE)
    number = asked.locator(".v").inner_text()

    inbox = sales.open("/inbox/")
    deciding = rnd.open(f"/requirements/{number}/")
    deciding.fill("textarea[name=reason]", "four lines stop")
    deciding.fill("textarea[name=customer_wording]", f"We work on it. {number}")
    deciding.locator("form[action$='/decision/'] button").click()

    expect(inbox.locator("main")).to_contain_text(words["accepted"], timeout=PATIENCE)
    expect(inbox.locator("main")).to_contain_text(f"We work on it. {number}", timeout=PATIENCE)
    assert sales.errors == rnd.errors == []
    sales.page.context.close()
    rnd.page.context.close()
