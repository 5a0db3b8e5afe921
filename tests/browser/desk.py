"""One person's window on the demo company."""

import re

from playwright.sync_api import Browser, Page, expect

from twintrack.demo.company import PASSWORD

# Loaded machines are slow; how fast it really is stands in docs/benchmarks.md.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class Desk:
    """One person's window; remembers every error of the console."""

    def __init__(
        self, browser: Browser, url: str, who: str, language: str, **context: object
    ) -> None:
        self.url = url
        self.page: Page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)
        self.page.goto(f"{url}/account/login/")
        self.page.fill("input[name=login]", f"{who}@example.com")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button.primary")
        expect(self.page.locator("#main")).to_be_visible()
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
