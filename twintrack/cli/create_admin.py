"""`twintrack create-admin`: the first administrator, or one more when nobody gets in any more."""

from typing import Annotated

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twintrack.cli.screen import say
from twintrack.foundation.access import operations
from twintrack.foundation.access.queries import first_administrator, is_founded
from twintrack.foundation.access.roles import Role


def register(line: typer.Typer) -> None:
    line.command("create-admin", help=_("Give an administrator an account."))(create_admin)


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise typer.BadParameter(error.messages[0]) from error
    return text


def _password(text: str) -> str:
    try:
        validate_password(text)
    except ValidationError as error:
        raise typer.BadParameter(" ".join(error.messages)) from error
    return text


def create_admin(
    email: Annotated[str, typer.Option(prompt=_("E-mail"), callback=_email)],
    name: Annotated[str, typer.Option(prompt=_("Name"))],
    password: Annotated[
        str,
        typer.Option(
            prompt=_("Password"),
            hide_input=True,
            confirmation_prompt=True,
            callback=_password,
            envvar="TWINTRACK_ADMIN_PASSWORD",
        ),
    ],
) -> None:
    newcomer = operations.Newcomer(
        email=email, name=name, password=password, language=get_language() or "zh-hans"
    )
    if not is_founded():
        user = operations.found(newcomer=newcomer, at=timezone.now())
    else:
        # Whoever has this machine has the database: they act in the first administrator's name.
        user = operations.add_user(
            newcomer=newcomer, roles=[Role.ADMIN], by=first_administrator(), at=timezone.now()
        )
    say(_("%(name)s may sign in as %(email)s.") % {"name": user.name, "email": user.email})
