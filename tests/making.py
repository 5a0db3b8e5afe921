"""The process that makes what a run stands on; see tests/ground.py."""

import gc
import os
import sys
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection


def make(shared: Path, tables: int, *, with_company: bool) -> None:
    """Make the tables, let go of their lock, and let the command of the demo go on in them."""
    # Only now is it known which settings hold.
    from tests.ground import keep_tables
    from twintrack.cli.main import main

    # Migrating draws all models again and again: looking among them for rubbish, and for the model
    # behind each foreign key, took a third of its time.
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    apps.get_swappable_settings_name = cache(apps.get_swappable_settings_name)  # type: ignore[method-assign]
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    keep_tables(shared)
    os.close(tables)
    if with_company:
        sys.argv = ["twintrack", "demo", "--language", "zh-hans"]
        main()


if __name__ == "__main__":
    django.setup()
    make(Path(sys.argv[1]), int(sys.argv[2]), with_company=bool(sys.argv[3:]))
