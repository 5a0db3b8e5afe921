"""What every test stands on: its place in the run, the database, a browser where there is one."""

import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker
from xdist.scheduler import WorkStealingScheduling

from tests import order
from tests.browser.company import begin, forget
from twintrack.foundation.memory.standing import forget_all

# The one without windows starts and draws in half the time.
BROWSERS = ("chromium-headless-shell", "chromium")
CHROMIUM = os.environ.get("TWINTRACK_CHROMIUM") or next(
    filter(None, map(shutil.which, BROWSERS)), None
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order.arrange(items)
    if CHROMIUM:
        return
    if os.environ.get("CI"):
        pytest.exit(f"Browser tests need a Chromium: apt-get install {BROWSERS[0]}", returncode=1)
    skip = pytest.mark.skip(
        reason=f"No Chromium found: apt-get install {BROWSERS[0]} to run this test."
    )
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)


def pytest_collection_finish(session: pytest.Session) -> None:
    if not session.config.option.collectonly and any(map(order.needs_company, session.items)):
        begin(_folder_of_the_run(session.config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkStealingScheduling:
    """Let a worker that has nothing left take from the end of another's share."""
    return WorkStealingScheduling(config, log)


def _folder_of_the_run(config: pytest.Config) -> Path:
    """Name the folder that all workers of a run see."""
    base: Path = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    return base.parent if hasattr(config, "workerinput") else base


@pytest.fixture(scope="session")
def company_folder(pytestconfig: pytest.Config) -> Path:
    """Where the demo company is built; see tests/browser/company.py."""
    return _folder_of_the_run(pytestconfig)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Forget how often anybody asked, so that no test is put off for what another one did."""
    for each in caches.all():
        each.clear()
    forget_all()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CHROMIUM and not os.environ.get("CI"):
        terminalreporter.write_line(
            f"Browser tests were skipped: no Chromium. Debian: apt-get install {BROWSERS[0]}; "
            "elsewhere set TWINTRACK_CHROMIUM to one.",
            yellow=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        forget(_folder_of_the_run(session.config))


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
