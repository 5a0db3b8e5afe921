"""Where an installation keeps its things."""

import stat
from pathlib import Path

import pytest

from twintrack.config.settings import places
from twintrack.config.settings.places import data_folder, hosts_from, kept_secret, static_folder


def test_data_lies_where_it_is_said_or_in_the_checkout(tmp_path: Path) -> None:
    assert data_folder({"TWINTRACK_DATA_DIR": str(tmp_path)}) == tmp_path
    assert data_folder({}) == places.CHECKOUT / "var"


def test_installed_from_a_wheel_data_lies_with_its_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "CHECKOUT", tmp_path)

    assert data_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/twintrack")
    assert data_folder({}) == Path.home() / ".local/share/twintrack"


def test_static_files_come_from_the_wheel_where_it_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "BUILT_STATIC", tmp_path / "built")
    assert static_folder(tmp_path) == tmp_path / "static"
    (tmp_path / "built").mkdir()
    (tmp_path / "built/staticfiles.json").touch()

    assert static_folder(tmp_path) == tmp_path / "built"


@pytest.mark.parametrize(
    ("names", "url", "hosts"),
    [
        ("", "http://127.0.0.1:8000", ["127.0.0.1", "localhost"]),
        ("", "https://a.example.com", ["127.0.0.1", "localhost", "a.example.com"]),
        ("a.example.com, b.example.com", "", ["a.example.com", "b.example.com"]),
    ],
)
def test_the_server_answers_to_its_own_address(names: str, url: str, hosts: list[str]) -> None:
    assert hosts_from(names, url) == hosts


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    secret = kept_secret(tmp_path / "data")

    assert len(secret) >= 50
    assert kept_secret(tmp_path / "data") == secret
    mode = (tmp_path / "data/secret_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
