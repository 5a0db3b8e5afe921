"""
`twintrack`: one file a command in this folder, each with a `register(line)`.

Messages follow the terminal's language: settings and language stand before a command is read.
"""

import os
import sys
from importlib import import_module

import django
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from typer import rich_utils

from twintrack.cli.language import language_from
from twintrack.cli.screen import fail

COMMANDS = (
    "serve",
    "worker",
    "migrate",
    "create_admin",
    "demo",
    "reindex",
    "parked",
    "doctor",
    "imports",
    "ingest",
    "measures",
    "api",
)


def main() -> None:
    """Run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twintrack.config.settings.production")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        fail(str(error))
        sys.exit(2)
    translation.activate(language_from(os.environ))
    _run(build())


def build() -> typer.Typer:
    """Put the command line together in the language that is active."""
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.ERRORS_PANEL_TITLE = _("This cannot be done")
    line = typer.Typer(
        help=_("Twintrack joins research and development with sales."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name in COMMANDS:
        import_module(f"twintrack.cli.{name}").register(line)
    return line


def _run(line: typer.Typer) -> None:
    from twintrack.foundation.access.refusals import Refusal

    try:
        line()
    except Refusal as refusal:
        fail(str(refusal.message))
        sys.exit(1)
    except DatabaseError as error:
        fail(_("The database does not answer as it should: %(error)s") % {"error": error})
        sys.exit(1)
