"""`twintrack demo`: fill an empty installation with a made-up company."""

from enum import StrEnum
from typing import Annotated

import typer
from django.core.management import call_command
from django.utils.translation import gettext as _

from twintrack.cli.tables import make_tables
from twintrack.foundation.people.models import Language


class Tongue(StrEnum):
    """What the company's people speak."""

    CHINESE = Language.CHINESE.value
    ENGLISH = Language.ENGLISH.value


def register(line: typer.Typer) -> None:
    line.command(help=_("Fill an empty installation with a made-up company."))(demo)


def demo(
    language: Annotated[
        Tongue, typer.Option(help=_("The language of the company."))
    ] = Tongue.CHINESE,
) -> None:
    make_tables()
    call_command("demo", language=language.value)
