"""The command line speaks the terminal's language."""

import pytest

from twintrack.cli.language import language_from


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh-hans"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "C", "TWINTRACK_LANGUAGE": "zh-hans"}, "zh-hans"),
        ({"LANG": "de_DE.UTF-8", "TWINTRACK_LANGUAGE": "zh-hans"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_decides_and_the_installation_where_it_says_nothing(
    environment: dict[str, str], language: str
) -> None:
    assert language_from(environment) == language
