"""`twintrack measures rebuild`: make the store of measures anew from the database."""

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.cli.screen import say
from twintrack.rnd.insight.keeping import refresh
from twintrack.rnd.insight.looking import look


def register(line: typer.Typer) -> None:
    group = typer.Typer(help=_("Measures of how work goes."), no_args_is_help=True)
    group.command("rebuild", help=_("Make what measures are read from anew."))(rebuild)
    line.add_typer(group, name="measures")


def rebuild() -> None:
    now = timezone.now()
    files = refresh(now, whole=True)
    say(ngettext("%(n)d file written.", "%(n)d files written.", files) % {"n": files})
    look(now)
