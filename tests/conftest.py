"""What every test stands on: the database chosen by address, a browser where there is one."""

import os
import shutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.browser.company import forget

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


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Forget how often anybody asked, so that no test is put off for what another one did."""
    cache.clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CHROMIUM and not os.environ.get("CI"):
        terminalreporter.write_line(
            "Browser tests were skipped: no Chromium. Debian: apt-get install chromium; "
            "elsewhere set TWINTRACK_CHROMIUM to one.",
            yellow=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        forget(session.config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]


@pytest.fixture
def emptied_ledger(transactional_db: None) -> Iterator[None]:
    """Let a test that really commits clean up after itself: the ledger refuses deletion."""
    yield
    if connection.vendor != "sqlite":
        return
    triggers = import_module("twintrack.foundation.ledger.migrations.0002_append_only")
    with connection.schema_editor() as editor:
        triggers.drop_triggers(apps, editor)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        triggers.add_triggers(apps, editor)


@pytest.fixture(scope="session", autouse=True)
def no_session_left(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """End what idle server threads hold open, so that the test database can be dropped."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()
