"""Repositories are written and kept in a folder of the test's own."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.histories import History


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "work")
