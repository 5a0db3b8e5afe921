"""Every page, in both themes and at both widths: readable by all, quiet, and nothing jumps."""

from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "assets/node_modules/axe-core/axe.min.js"
# Not pages: they answer programs, or other regions of a page.
NOT_PAGES = ("/api/", "/live", "/account/", "/first-run/", "/preferences/", "/demo/")
CHECK = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)
"""
SHIFTED = """() => new Promise((tell) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  });
  watch.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { watch.disconnect(); tell(sum); }));
})"""
OVERFLOWS = "() => document.documentElement.scrollWidth - innerWidth"


def places(resolver: URLResolver, before: str = "/") -> list[str]:
    """List the addresses that need no object to be named."""
    found: list[str] = []
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            found += places(pattern, route)
        elif isinstance(pattern, URLPattern) and "<" not in route:
            found.append(route)
    return [each for each in found if not each.startswith(NOT_PAGES)]


def is_page(page: Page, url: str, address: str) -> bool:
    answer = page.request.get(url + address, max_redirects=0)
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status == 200 and is_html and "<html" in answer.text()


def objects_on(page: Page, url: str, lists: list[str]) -> list[str]:
    """Take the first object of each list."""
    found = []
    for address in lists:
        page.goto(url + address)
        first = page.locator("#main [data-href]").first
        if first.count():
            found.append(str(first.get_attribute("data-href")))
    return found


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-hans", "dark")])
def test_every_page_can_be_read_by_all_and_nothing_jumps(
    browser: Browser, company: str, language: str, theme: str
) -> None:
    look = {"color_scheme": theme, "reduced_motion": "reduce"}
    desk = Desk(browser, company, "admin", language, **look)
    page = desk.page
    known = [each for each in places(get_resolver()) if is_page(page, company, each)]
    problems = []
    for address in dict.fromkeys([*known, *objects_on(page, company, known)]):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(company + address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        shift = page.evaluate(SHIFTED)
        if shift > 0.01:
            problems.append(f"{address} jumps by {shift:.3f}")
        # Evaluated as text: the page's own policy lets no foreign script in.
        page.evaluate(AXE.read_text())
        problems += [f"{address} {each}" for each in page.evaluate(CHECK)]
        page.set_viewport_size({"width": 390, "height": 844})
        over = page.evaluate(OVERFLOWS)
        if over > 0:
            problems.append(f"{address} is {over} px too wide on a phone")
    page.context.close()

    assert len(known) >= 15
    assert not problems, "\n".join(problems)
    assert desk.errors == []
