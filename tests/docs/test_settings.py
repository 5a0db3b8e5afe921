"""Every setting is documented, and every documented setting exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"TWINTRACK_[A-Z_]+[A-Z]")


def test_code_and_docs_name_the_same_settings() -> None:
    code = {
        name
        for path in (ROOT / "twintrack").rglob("*.py")
        for name in NAME.findall(path.read_text())
    }
    docs = set(NAME.findall((ROOT / "docs/settings.md").read_text()))

    assert code == docs
