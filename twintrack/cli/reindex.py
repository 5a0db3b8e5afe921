"""`twintrack reindex`: build the search index again."""

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.cli.screen import say
from twintrack.foundation.search.operations import index_everything


def register(line: typer.Typer) -> None:
    line.command(help=_("Build the search index again from the objects."))(reindex)


def reindex() -> None:
    count = index_everything()
    say(ngettext("%(n)d object indexed.", "%(n)d objects indexed.", count) % {"n": count})
