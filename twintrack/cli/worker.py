"""`twintrack worker`: follow the ledger until told to stop."""

import typer
from django.utils.translation import gettext as _

from twintrack.foundation.jobs.worker import work


def register(line: typer.Typer) -> None:
    line.command(help=_("Follow the ledger: hand feedback over, tell decisions, send mail."))(
        worker
    )


def worker() -> None:
    work()
