"""What a first visit may weigh, and that the built files are whole."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "twintrack/ui/static/ui/dist"
KB = 1024

pytestmark = pytest.mark.skipif(not DIST.exists(), reason="assets are not built")


def weight(path: Path) -> int:
    content = path.read_bytes()
    # A font is compressed already and is sent as it is.
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 6))


def loaded_by(script: Path) -> set[Path]:
    """Follow the static imports of a script: what the browser fetches before it runs."""
    names = re.findall(r'from"\./([\w.-]+\.js)"|import"\./([\w.-]+\.js)"', script.read_text())
    found = {DIST / (first or second) for first, second in names}
    return {script}.union(*(loaded_by(path) for path in found))


def test_styles_stay_below_thirty_kilobytes() -> None:
    assert weight(DIST / "app.css") <= 30 * KB


def test_all_scripts_together_stay_below_sixty_kilobytes() -> None:
    assert sum(weight(path) for path in DIST.glob("*.js")) <= 60 * KB


def test_a_first_visit_stays_below_one_hundred_and_fifty_kilobytes() -> None:
    page = 15 * KB
    files = [
        DIST / "app.css",
        DIST / "icons.svg",
        *DIST.glob("*.woff2"),
        *loaded_by(DIST / "app.js"),
    ]

    assert sum(weight(path) for path in files) + page <= 150 * KB


def test_every_icon_that_a_template_or_the_code_names_is_in_the_sprite() -> None:
    sprite = (DIST / "icons.svg").read_text()
    there = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    named = {
        name
        for path in (ROOT / "twintrack").rglob("*.[hp]*")
        if path.suffix in {".html", ".py"}
        for name in re.findall(r'(?:\{% icon |\bicon\()"([a-z0-9-]+)"', path.read_text())
    }

    assert named <= there


@pytest.mark.parametrize(
    ("folder", "suffix", "limit"), [("css", "css", 400), ("islands", "js", 200)]
)
def test_no_source_grows_past_its_limit(folder: str, suffix: str, limit: int) -> None:
    for path in (ROOT / "assets" / folder).glob(f"*.{suffix}"):
        assert len(path.read_text().splitlines()) <= limit, path.name
