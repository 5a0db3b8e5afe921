"""A real browser against a real server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.company import served
from tests.conftest import CHROMIUM

# Drawing by a processor that is no graphics processor takes a third of a page's time.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    # Drawing in the browser process spares each page the way to another one.
    "--in-process-gpu",
]
# Playwright runs a loop in this thread; the test itself stays synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def nobody_left(browser: Browser) -> Iterator[None]:
    """Close every window: one that stays open goes on asking for what later tests change."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory, company_folder: Path) -> Iterator[str]:
    """The address of a demo company that this worker's browser tests share."""
    with served(tmp_path_factory.mktemp("company"), company_folder) as url:
        yield url
