"""Every page, in both languages, themes and widths: readable by all, quiet, and nothing jumps."""

import re
from html import unescape
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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The dark differs in its colours alone.
RULES_IN_THE_DARK = ["color-contrast"]
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
# At once: what fades into the dark would be looked at half-way.
DARKEN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.documentElement.dataset.theme = "dark";
}"""
# Of rows, cards and marks that are built alike and stand side by side, two are looked at.
THIN = r"""() => {
  const told = ({ name, value }) =>
    ["class", "style"].includes(name) || /^([a-z-]{0,20}|\d)$/.test(value) ? value : "";
  const shape = (node) => [
    node.tagName,
    ...[...node.attributes].map((each) => `${each.name}=${told(each)}`),
    node.childElementCount ? `(${[...node.children].map(shape)})` : !node.textContent.trim(),
  ].join();
  const thin = (parent) => {
    const seen = new Map();
    for (const child of [...parent.children]) {
      const key = shape(child);
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if (seen.get(key) > 2) child.remove();
      else thin(child);
    }
  };
  thin(document.querySelector("#main"));
}"""
# Parts of the pages: each worker looks at some.
SHARES = 4


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


def pages_of(page: Page, url: str, share: int) -> list[str]:
    """List the pages that stand alone, each with the first object that it lists."""
    found: list[str] = []
    for address in places(get_resolver())[share::SHARES]:
        answer = page.request.get(url + address, max_redirects=0)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        text = answer.text()
        if "<html" in text:
            found += [address, *map(unescape, FIRST_OBJECT.findall(text)[:1])]
    assert len(found) >= 15
    return list(dict.fromkeys(found))


def drawn(page: Page, address: str, width: dict[str, int]) -> list[str]:
    """Open a page at a width, then look at it on a phone; say what is wrong with its drawing."""
    page.set_viewport_size(width)
    page.goto(address)
    expect(page.locator(".htmx-request")).to_have_count(0)
    shift = page.evaluate(SHIFTED)
    found = [f"jumps by {shift:.3f}"] if shift > 0.01 else []
    page.set_viewport_size(PHONE)
    over = page.evaluate(OVER)
    return [*found, f"is {over} px too wide on a phone"] if over > 0 else found


def read_by_all(page: Page, *, is_first: bool) -> list[str]:
    """Look at a page as those do who see little, in the light and in the dark."""
    page.set_viewport_size(DESK)
    page.evaluate(THIN)
    page.evaluate(AXE.read_text())
    # What surrounds a page is the same on each, and so are the style sheets.
    place = "html" if is_first else "#main"
    found: list[str] = page.evaluate(CHECK, [place, RULES, is_first])
    page.evaluate(DARKEN)
    return found + page.evaluate(CHECK, [place, RULES_IN_THE_DARK, False])


# Each page opens on a phone in the language whose words are longer, on a desk in the other.
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_can_be_read_by_all_and_nothing_jumps(
    browser: Browser, company: str, share: int
) -> None:
    problems: list[str] = []
    desk = Desk(browser, company, "admin", "en", color_scheme="light", reduced_motion="reduce")
    page, errors = desk.page, desk.errors
    addresses = pages_of(page, company, share)
    for address in addresses:
        found = drawn(page, company + address, PHONE)
        found += read_by_all(page, is_first=address == addresses[0])
        problems += [f"{address} {each}" for each in found]

    desk = Desk(browser, company, "admin", "zh-hans", color_scheme="dark", reduced_motion="reduce")
    for address in addresses:
        found = drawn(desk.page, company + address, DESK)
        problems += [f"{address} in Chinese {each}" for each in found]

    assert not problems, "\n".join(problems)
    assert errors + desk.errors == []
