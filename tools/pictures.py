"""
Takes the pictures of docs/tour.md from a served demo: `make demo`, then

python tools/pictures.py [http://127.0.0.1:8000] [name …]

Needs Chromium. A picture keeps its 256 most telling colours, which makes it a third as large.
"""

import base64
import shutil
import struct
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/pictures"
PASSWORD = "a demo of twintrack"
WIDTH, HEIGHT = 1440, 900
# The most frequent colours stay as they are; of the others near ones are left out until 256
# stay, and each point takes the nearest.
REDUCE = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
  const map = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(map.width, map.height).getContext("2d");
  canvas.drawImage(map, 0, 0);
  const dots = new Uint32Array(canvas.getImageData(0, 0, map.width, map.height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) ?? 0) + 1);
  const often = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const parts = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const apart = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  let kept = [];
  for (let near = 0; ; near = near * 2 + 12) {
    kept = [];
    for (const dot of often) {
      const colour = parts(dot);
      const own = kept.length < 128 || kept.every((each) => apart(each, colour) > near);
      if (own) kept.push(colour);
      if (kept.length > 256) break;
    }
    if (kept.length <= 256) break;
  }
  const places = new Map(often.map((dot) => {
    const away = kept.map((each) => apart(each, parts(dot)));
    return [dot, away.indexOf(Math.min(...away))];
  }));
  let text = "";
  for (const dot of dots) text += String.fromCharCode(places.get(dot));
  return [kept.flat(), btoa(text)];
}"""


@dataclass(frozen=True)
class Picture:
    """A page as one person of the made-up company sees it."""

    name: str
    who: str
    path: str
    # Keys pressed and what is clicked before the picture is taken.
    keys: tuple[str, ...] = ()
    click: str = ""

    @property
    def file(self) -> Path:
        return PICTURES / f"{self.name}-zh-light.png"


ALL = (
    Picture("today", "lin", "/"),
    Picture("notices", "zhao", "/inbox/"),
    Picture("capture", "zhao", "/feedback/", click="a[href='/feedback/new/']"),
    Picture("triage", "lin", "/feedback/"),
    Picture("feedback", "lin", "/feedback/FB-120/"),
    Picture("proposals", "lin", "/proposals/"),
    Picture("pool", "lin", "/requirements/"),
    Picture("views", "lin", "/requirements/?customers=3&group=product&saved=1", keys=("v",)),
    Picture("board", "lin", "/requirements/board/"),
    Picture("review", "lin", "/reviews/"),
    Picture("requirement", "lin", "/requirements/REQ-10/"),
    Picture("talk", "lin", "/requirements/REQ-10/", keys=("r",)),
    Picture("chain", "lin", "/chain/requirement/10/"),
    Picture("trace", "lin", "/trace/"),
    Picture("work", "chen", "/work/board/"),
    Picture("planning", "chen", "/iterations/IT-5/planning/"),
    Picture("daily", "chen", "/iterations/IT-4/board/"),
    Picture("release", "chen", "/releases/REL-2/"),
    Picture("quality", "chen", "/quality/products/h3/"),
    Picture("insight", "chen", "/insight/"),
    Picture("sales-performance", "sun", "/sales/performance/"),
    Picture("sales-measures", "sun", "/sales/measures/"),
    Picture("pulls", "chen", "/pull-requests/"),
    Picture("risks", "chen", "/risks/"),
    Picture("plan", "zhao", "/plans/CP-16/"),
    Picture("templates", "lin", "/plan-templates/"),
    Picture("customers", "sun", "/customers/"),
    Picture("segments", "sun", "/segments/"),
    Picture("customer-import", "he", "/customer-imports/CIMP-1/?outcome=matched"),
    Picture("customer", "zhao", "/customers/CUST-1/"),
    Picture("complaints", "he", "/complaints/"),
    Picture("sla-plan", "sun", "/settings/sla/1/"),
    Picture("leads", "sun", "/leads/"),
    Picture("opportunities", "sun", "/opportunities/board/"),
    Picture("quote", "zhao", "/quotes/Q-3/"),
    Picture("visits", "zhao", "/visits/"),
    Picture("contract", "sun", "/contracts/C-1/"),
    Picture("delivery", "sun", "/deliveries/P-8/"),
    Picture("delivery-cost", "sun", "/deliveries/P-8/costs/"),
    Picture("hours", "wang", "/deliveries/hours/", click="#week a:first-child"),
    Picture("collections", "sun", "/collections/"),
    Picture("cash", "sun", "/collections/forecast/"),
    Picture("sales-forecast", "sun", "/sales-forecast/"),
    Picture("import", "admin", "/feedback/import/"),
    Picture("inbound", "admin", "/settings/inbound/1/"),
    Picture("product", "lin", "/products/h3/"),
    Picture("project", "chen", "/projects/P-3/"),
    Picture("milestone", "chen", "/milestones/M-7/"),
    Picture("palette", "lin", "/", keys=("Control+k", "h", "j")),
    Picture("people", "admin", "/people/"),
    Picture("operations", "admin", "/operations/"),
)


def main(url: str, wanted: set[str]) -> None:
    """Take the pictures that are wanted, or all of them."""
    names = ("chromium", "chromium-browser", "chromium-headless-shell")
    chromium = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in ALL:
            if not wanted or picture.name in wanted:
                _take(browser, url, picture)
                print(f"{picture.file.name}  {picture.file.stat().st_size // 1024} KB")
        browser.close()


def _take(browser: Browser, url: str, picture: Picture) -> None:
    size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    _sign_in(page, url, picture.who)
    page.goto(url + picture.path, wait_until="load")
    if picture.click:
        page.locator(picture.click).first.click()
    for key in picture.keys:
        page.keyboard.press(key)
    page.mouse.move(0, 0)
    # Islands wake and answers arrive; a picture has time.
    page.wait_for_timeout(1200)
    shot = base64.b64encode(page.screenshot()).decode()
    blank = context.new_page()
    colours, dots = blank.evaluate(REDUCE, shot)
    picture.file.write_bytes(_png(bytes(colours), base64.b64decode(dots)))
    context.close()


def _png(colours: bytes, dots: bytes) -> bytes:
    """Write a PNG with a palette; `dots` are places in it, row by row."""
    rows = b"".join(b"\0" + dots[at : at + WIDTH] for at in range(0, len(dots), WIDTH))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _sign_in(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/account/login/")
    page.fill("input[name=login]", f"{who}@example.com")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda now: "/account/login" not in now)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    look: dict[str, str | float | bool] = {
        "language": "zh-hans",
        "theme": "light",
        "csrfmiddlewaretoken": token,
    }
    page.request.post(f"{url}/preferences/", form=look, headers={"Referer": url})


if __name__ == "__main__":
    named = sys.argv[1:]
    address = named.pop(0) if named and named[0].startswith("http") else "http://127.0.0.1:8000"
    main(address.rstrip("/"), set(named))
