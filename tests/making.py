"""The process that makes what a run stands on; see tests/ground.py."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection


def make(shared: Path, tables: int, *, with_company: bool) -> None:
    """Make the tables, let go of their lock, and let the command of the demo go on in them."""
    # Only now is it known which settings hold.
    from tests.ground import keep_tables
    from twintrack.cli.main import main

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
