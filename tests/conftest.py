"""What every test stands on: its place in the run, the database, a browser where there is one."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import WorkStealingScheduling

from tests import beginnings, ground, order
from twintrack.foundation.memory.standing import forget_all

# What is collected stays until the end: looking through it for rubbish took a tenth of the run.
gc.disable()
# Each worker would rewrite the assertions of all tests anew where nothing compiled may be kept.
sys.dont_write_bytecode = False
# The one without windows starts and draws in half the time.
BROWSERS = ("chromium-headless-shell", "chromium")
# How long an example takes says nothing where the machine is busy.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")
CHROMIUM = os.environ.get("TWINTRACK_CHROMIUM") or next(
    filter(None, map(shutil.which, BROWSERS)), None
)


def pytest_itemcollected(item: pytest.Item) -> None:
    if order.asks_database(item):
        item.add_marker("database")


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
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    if session.config.option.collectonly:
        return
    with_company = any(map(order.needs_company, session.items))
    # One process alone that needs no company makes its tables itself.
    if with_company or hasattr(session.config, "workerinput"):
        ground.begin(_folder_of_the_run(session.config), with_company=with_company)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkStealingScheduling:
    """Let a worker that has nothing left take from the end of another's share."""
    return WorkStealingScheduling(config, log)


def _folder_of_the_run(config: pytest.Config) -> Path:
    """Name the folder that all workers of a run see."""
    base: Path = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    return base.parent if hasattr(config, "workerinput") else base


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """Where the tables and the demo company are made; see tests/ground.py."""
    return _folder_of_the_run(pytestconfig)


@pytest.fixture(scope="session")
def company_folder(run_folder: Path) -> Path:
    """The same, for tests that wait for the demo company: its name puts them later."""
    return run_folder


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
        ground.forget(_folder_of_the_run(session.config))


@pytest.fixture
def emptied_ledger(transactional_db: None) -> None:
    """Let a test really commit; what it leaves behind is deleted after it."""


def _empty_tables(test: TransactionTestCase, flush: Callable[..., None]) -> None:
    """Empty the tables after a test that really committed, and bring back what was there first."""
    if beginnings.may_empty():
        beginnings.empty()
    else:
        flush(test)
    beginnings.bring_back()


@pytest.fixture(scope="session")
def django_db_setup(
    run_folder: Path,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Copy the tables that were made for the run; without any, make them."""
    with django_db_blocker.unblock():
        is_copied = ground.has_begun(run_folder)
        if is_copied:
            ground.copy_tables(run_folder, connection.creation._get_test_db_name())
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_copied)
        beginnings.remember()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = partialmethod(_empty_tables, flush)
    yield
    with django_db_blocker.unblock():
        _end_idle_sessions()
        teardown_databases(made, verbosity=0)


def _end_idle_sessions() -> None:
    """End what idle server threads hold open, so that the test database can be dropped."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()
