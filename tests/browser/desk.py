"""One person's window on the demo company."""

import re

from playwright.sync_api import Browser, Page, StorageState, expect

from twintrack.demo.company import PASSWORD

# Loaded machines are slow; how fast it really is stands in docs/benchmarks.md.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


# The cookies of whoever has signed in once.
_SIGNED_IN: dict[tuple[str, str], StorageState] = {}


def signed_in(browser: Browser, url: str, who: str) -> StorageState:
    """Sign a person in, the first time they come."""
    if (url, who) not in _SIGNED_IN:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{url}/account/login/")
        page.fill("input[name=login]", f"{who}@example.com")
        page.fill("input[name=password]", PASSWORD)
        page.click("button.primary")
        expect(page.locator("#main")).to_be_visible()
        _SIGNED_IN[url, who] = context.storage_state()
        context.close()
    return _SIGNED_IN[url, who]


class Desk:
    """One person's window; remembers every error of the console."""

    def __init__(
        self, browser: Browser, url: str, who: str, language: str, **context: object
    ) -> None:
        self.url = url
        cookies = signed_in(browser, url, who)
        quiet = {"storage_state": cookies, "reduced_motion": "reduce"}
        own = browser.new_context(**(quiet | context))  # type: ignore[arg-type]
        [token] = [each["value"] for each in own.cookies() if each["name"] == "csrftoken"]
        answer = own.request.post(
            f"{url}/preferences/",
            form={"language": language, "csrfmiddlewaretoken": token},
            headers={"Referer": url},
        )
        assert answer.ok, answer.status
        self.page: Page = own.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.errors.append(getattr(message, "text", ""))

    def open(self, address: str) -> Page:
        """Open a page and wait until it listens."""
        with self.page.expect_response(re.compile("/live")):
            self.page.goto(self.url + address)
        expect(self.page.locator("html[data-awake]")).to_be_attached()
        return self.page
