"""What every test stands on: the database chosen by address, a browser where there is one."""

import os
import shutil

import pytest

CHROMIUM = os.environ.get("TWINTRACK_CHROMIUM") or shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    if os.environ.get("CI"):
        pytest.exit("Browser tests need a Chromium: apt-get install chromium", returncode=1)
    skip = pytest.mark.skip(reason="No Chromium found: apt-get install chromium to run this test.")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)
