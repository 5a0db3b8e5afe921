"""`twintrack migrate`: bring the database to the form this version needs."""

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.cli.screen import say
from twintrack.cli.tables import make_tables
from twintrack.foundation.jobs.queries import count_pending_migrations


def register(line: typer.Typer) -> None:
    line.command(help=_("Bring the database to the form this version needs."))(migrate)


def migrate() -> None:
    pending = count_pending_migrations()
    make_tables()
    if pending:
        text = ngettext("%(n)d step applied.", "%(n)d steps applied.", pending)
        say(text % {"n": pending})
    else:
        say(_("The database is up to date."))
