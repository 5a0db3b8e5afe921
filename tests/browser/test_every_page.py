"""Every page, in both languages, themes and widths: readable by all, quiet, and nothing jumps."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "assets/node_modules/axe-core/axe.min.js").read_text()
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Not pages: they answer programs, or other regions of a page.
NOT_PAGES = ("/api/", "/live", "/account/", "/first-run/", "/preferences/", "/demo/")
FIRST_OBJECT = re.compile(r'data-href="([^"]+)"')
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The light differs in its colours alone.
RULES_IN_THE_LIGHT = ["color-contrast"]
CHECK = """async ([place, rules, preload]) => (await axe.run(place, {
  resultTypes: ["violations"], runOnly: rules, preload,
})).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)
"""
# How far what is drawn reaches beyond the window.
OVER = "document.documentElement.scrollWidth - innerWidth"
# How far what is drawn has jumped when nothing is on its way any more.
SHIFTED = """() => new Promise((tell) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  });
  watch.observe({ type: "layout-shift", buffered: true });
  const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (document.querySelector(".htmx-request")) return settle();
    watch.disconnect();
    tell(sum);
  }));
  settle();
})"""
# At once: what fades into the light would be looked at half-way.
LIGHTEN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.documentElement.dataset.theme = "light";
}"""
# Of rows, cards and marks that stand side by side two are looked at, and each further one that has
# a part in it which none before it has. What surrounds a page is looked at as a whole on the first.
THIN = r"""(place) => {
  const told = ({ name, value }) => {
    if (name === "style") return value.replace(/[\d.]+%/g, "%");
    return name === "class" || /^([a-z-]{0,20}|\d)$/.test(value) ? value : "";
  };
  const own = (node) => [
    node.tagName,
    ...[...node.attributes].map((each) => `${each.name}=${told(each)}`),
    node.childElementCount || !node.textContent.trim(),
  ].join();
  const parts = (node, above = "") => [
    above + own(node),
    ...[...node.children].flatMap((child) => parts(child, `${above}${node.tagName}>`)),
  ];
  const thin = (parent) => {
    const seen = new Set(), alike = new Map();
    for (const child of [...parent.children]) {
      const shown = parts(child), before = alike.get(shown[0]) ?? 0;
      if (before > 1 && shown.every((part) => seen.has(part))) {
        child.remove();
        continue;
      }
      alike.set(shown[0], before + 1);
      for (const part of shown) seen.add(part);
      thin(child);
    }
  };
  thin(document.querySelector(place));
}"""
# What is left behind would be drawn anew for each width of the window.
LEAVE = "document.body.replaceChildren()"
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
    # What lies below comes when it is scrolled to, or with all of the page.
    found += [f"{each}?whole=1" for each in found if re.match("/customers/CUST-", each)]
    assert len(found) >= 15
    return list(dict.fromkeys(found))


def opened(page: Page, address: str) -> list[str]:
    """Open a page; say whether it jumps."""
    page.goto(address)
    shift = page.evaluate(SHIFTED)
    return [f"jumps by {shift:.3f}"] if shift > 0.01 else []


def reaching_over(page: Page) -> list[str]:
    """Say whether a page is too wide on a phone."""
    page.set_viewport_size(PHONE)
    over = page.evaluate(OVER)
    return [f"is {over} px too wide on a phone"] if over > 0 else []


def read_by_all(page: Page, *, is_first: bool) -> list[str]:
    """Look at a page as those do who see little, in the dark and in the light."""
    page.evaluate(THIN, "#main" if is_first else "body")
    # What surrounds a page is the same on each, and so are the style sheets.
    place = "html" if is_first else "#main"
    found: list[str] = page.evaluate(CHECK, [place, RULES, is_first])
    page.evaluate(LIGHTEN)
    return found + page.evaluate(CHECK, [place, RULES_IN_THE_LIGHT, False])


# Each page opens on a phone in the language whose words are longer, on a desk in the other, where
# all rows of a list hold the same words as its first.
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_can_be_read_by_all_and_nothing_jumps(
    browser: Browser, company: str, share: int
) -> None:
    problems: list[str] = []
    phone = Desk(browser, company, "admin", "en", color_scheme="light", viewport=PHONE)
    addresses = pages_of(phone.page, company, share)
    for address in addresses:
        found = opened(phone.page, company + address) + reaching_over(phone.page)
        problems += [f"{address} {each}" for each in found]

    desk = Desk(browser, company, "admin", "zh-hans", color_scheme="dark")
    desk.page.add_init_script(AXE)
    for address in addresses:
        desk.page.set_viewport_size(DESK)
        found = opened(desk.page, company + address)
        found += read_by_all(desk.page, is_first=address == addresses[0])
        found += reaching_over(desk.page)
        problems += [f"{address} in Chinese {each}" for each in found]
        desk.page.evaluate(LEAVE)

    assert not problems, "\n".join(problems)
    assert phone.errors + desk.errors == []
