"""Every page, in both themes and at both widths: readable by all, quiet, and nothing jumps."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.long]
AXE = Path(__file__).resolve().parents[2] / "assets/node_modules/axe-core/axe.min.js"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Not pages: they answer programs, or other regions of a page.
NOT_PAGES = ("/api/", "/live", "/account/", "/first-run/", "/preferences/", "/demo/")
FIRST_OBJECT = re.compile(r'data-href="([^"]+)"')
# The dark differs in its colours alone.
RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "dark": ["color-contrast"],
}
CHECK = """async ([place, rules, preload]) => (await axe.run(place, {
  resultTypes: ["violations"], runOnly: rules, preload,
})).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)
"""
# How far what is drawn reaches beyond the window, and before that how far it has jumped.
OVER = "document.documentElement.scrollWidth - innerWidth"
SHIFTED = """() => new Promise((tell) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  });
  watch.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    watch.disconnect();
    tell(sum);
  }));
})"""


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


def pages_of(page: Page, url: str) -> list[str]:
    """List the pages that stand alone, and after them the first object of each list."""
    lists, objects = [], []
    for address in places(get_resolver()):
        answer = page.request.get(url + address, max_redirects=0)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        text = answer.text()
        if "<html" not in text:
            continue
        lists.append(address)
        objects += FIRST_OBJECT.findall(text)[:1]
    assert len(lists) >= 15
    return list(dict.fromkeys([*lists, *objects]))


def problems_of(
    page: Page, address: str, rules: list[str], *, is_phone: bool, is_first: bool
) -> list[str]:
    """Look at a page that opens at one width and is then drawn to the other."""
    page.set_viewport_size(PHONE if is_phone else DESK)
    page.goto(address)
    expect(page.locator(".htmx-request")).to_have_count(0)
    shift, over = page.evaluate(SHIFTED), page.evaluate(OVER)
    found = [f"jumps by {shift:.3f}"] if shift > 0.01 else []
    if is_phone:
        page.set_viewport_size(DESK)
    # What surrounds a page is the same on each, and so are the style sheets.
    place = "html" if is_first else "#main"
    found += page.evaluate(CHECK, [place, rules, is_first])
    if not is_phone:
        page.set_viewport_size(PHONE)
        over = page.evaluate(OVER)
    if over > 0:
        found.append(f"is {over} px too wide on a phone")
    return [f"{address} {each}" for each in found]


# Each page opens on a phone in one language and on a desk in the other.
@pytest.mark.parametrize(
    ("language", "theme", "opens_on_phone"), [("en", "light", 1), ("zh-hans", "dark", 0)]
)
def test_every_page_can_be_read_by_all_and_nothing_jumps(
    browser: Browser, company: str, language: str, theme: str, opens_on_phone: int
) -> None:
    look = {"color_scheme": theme, "reduced_motion": "reduce"}
    desk = Desk(browser, company, "admin", language, **look)
    page = desk.page
    # The page's own policy lets no foreign script in, except before it begins.
    page.add_init_script(path=AXE)
    problems = []
    for number, address in enumerate(pages_of(page, company)):
        problems += problems_of(
            page,
            company + address,
            RULES[theme],
            is_phone=number % 2 == opens_on_phone,
            is_first=not number,
        )

    assert not problems, "\n".join(problems)
    assert desk.errors == []
