"""Database addresses."""

from pathlib import Path

import pytest
from django.db import connection

from twintrack.config.settings.database import database_from


def test_without_an_address_data_lies_in_a_file(tmp_path: Path) -> None:
    found = database_from("", tmp_path / "data")

    assert found["NAME"] == str(tmp_path / "data/twintrack.sqlite3")
    assert (tmp_path / "data").is_dir()
    assert database_from("sqlite:///:memory:", tmp_path)["NAME"] == ":memory:"


def test_postgresql_gets_a_pool_healthy_connections_and_a_limit(tmp_path: Path) -> None:
    url = "postgresql://al%40ice:s%2Fecret@db:5433/company?sslmode=require"

    found = database_from(url, tmp_path, pool=5, statement_seconds=30)

    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("al@ice", "s/ecret", "db")
    assert (found["PORT"], found["NAME"]) == ("5433", "company")
    assert found["CONN_HEALTH_CHECKS"]
    assert found["OPTIONS"]["pool"]["max_size"] == 5
    assert found["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout=30s" in found["OPTIONS"]["options"]
    assert "timeout" not in database_from(url, tmp_path)["OPTIONS"]["options"]


def test_another_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mysql"):
        database_from("mysql://db/company", tmp_path)


@pytest.mark.django_db
def test_postgresql_takes_limits_and_planning(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no statements that another process runs.")
    options = database_from("postgresql://db/x", tmp_path, statement_seconds=7)["OPTIONS"]
    told = [each.strip().split("=") for each in options["options"].split("-c ") if each]

    with connection.cursor() as cursor:
        for name, value in told:
            cursor.execute(f"SET LOCAL {name} = '{value}'")
        for name, value in {"statement_timeout": "7s", "join_collapse_limit": "4"}.items():
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,)


@pytest.mark.django_db
def test_postgresql_plans_what_is_asked_again_only_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its statements itself.")

    with connection.cursor() as cursor:
        for number in range(5):
            cursor.execute("SELECT %s::int + 40", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%% + 40'")
        assert cursor.fetchone() == (1,)
