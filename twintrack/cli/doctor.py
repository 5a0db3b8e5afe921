"""`twintrack doctor`: what is in order, and what is not."""

import typer
from django.utils.translation import gettext as _

from twintrack.cli.screen import out
from twintrack.foundation.jobs.checks import list_checks

SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✗", "red")}


def register(line: typer.Typer) -> None:
    line.command(
        help=_("Say what is in order and what is not; ends with 1 if something is wrong.")
    )(doctor)


def doctor() -> None:
    checks = list_checks(with_network=True)
    for check in checks:
        sign, colour = SIGNS[check.tone]
        out.print(f"[{colour}]{sign}[/] [bold]{check.label}[/]  ", end="")
        out.print(check.text, markup=False)
    raise typer.Exit(any(check.tone == "bad" for check in checks))
