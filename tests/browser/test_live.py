"""Two people with open pages: what one does, the other sees without touching anything."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.company import served
from twintrack.demo.company import PASSWORD

pytestmark = pytest.mark.browser
# Loaded machines are slow; how fast it really is stands in docs/benchmarks.md.
PATIENCE = 10_000
WORDS = {
    "zh-hans": {"accepted": "研发已采纳", "state": "已采纳"},
    "en": {"accepted": "R&D accepted", "state": "Accepted"},
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("company")) as url:
        yield url


class Desk:
    """One person's window; remembers every error of the console."""

    def __init__(self, browser: Browser, url: str, who: str, language: str) -> None:
        self.url = url
        self.page: Page = browser.new_context().new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)
        self.page.goto(f"{url}/account/login/")
        self.page.fill("input[name=login]", f"{who}@example.com")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button.primary")
        expect(self.page.locator("#nav")).to_be_visible()
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        answer = self.page.request.post(
            f"{url}/preferences/",
            form={"language": language, "csrfmiddlewaretoken": token},
            headers={"Referer": url},
        )
        assert answer.ok

    def _note(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.errors.append(getattr(message, "text", ""))

    def open(self, address: str) -> Page:
        """Open a page and wait until it listens."""
        with self.page.expect_response(re.compile("/live")):
            self.page.goto(self.url + address)
        return self.page


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
