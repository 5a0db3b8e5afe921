"""Where a repository may be read from: what is typed never becomes an option or a command."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal

SCHEMES = ("https", "ssh", "git")
# git@example.com:team/tool.git
SHORT_SSH = re.compile(r"[A-Za-z0-9_.-]+@[A-Za-z0-9][A-Za-z0-9.-]*:(?!//)[^\s:]+")


class SourceImpossible(Refusal):
    """The address is none that a repository is read from."""

    message = _(
        "Give an address that begins with https://, ssh:// or git://, such as "
        "https://example.com/team/tool.git."
    )
    status = 422


class SourceSecret(Refusal):
    """The address holds a password, which everybody who sees the repository could read."""

    message = _(
        "Leave the password out of the address; git's own credential store on the server keeps it."
    )
    status = 422


class SourceMissing(Refusal):
    """Nothing is there."""

    message = _("There is no such folder or file on the server.")
    status = 422


def remote_source(text: str) -> str:
    """
    Check an address of another machine.

    :raises SourceImpossible: if it is none, or could be read as an option.
    :raises SourceSecret: if it holds a password.
    """
    text = text.strip()
    if text.startswith("-") or any(ord(letter) < 33 for letter in text):
        raise SourceImpossible
    if SHORT_SSH.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        raise SourceImpossible from None
    if parts.scheme not in SCHEMES or not host or host.startswith("-") or not parts.path.strip("/"):
        raise SourceImpossible
    if parts.password is not None or (parts.username and parts.scheme != "ssh"):
        raise SourceSecret
    if (parts.username or "").startswith("-"):
        raise SourceImpossible
    return text


def any_source(text: str) -> str:
    """
    Check an address of another machine, or the path of a repository or bundle on this one.

    Only who works at the server itself names paths: pages and the API take addresses alone.

    :raises SourceMissing: if nothing is at the path.
    :raises SourceImpossible: if it could be read as an option, or is no such address.
    :raises SourceSecret: if it holds a password.
    """
    text = text.strip()
    if "://" in text and not text.startswith("file://"):
        return remote_source(text)
    if SHORT_SSH.fullmatch(text) and not Path(text).exists():
        return remote_source(text)
    path = text.removeprefix("file://")
    if not path or path.startswith("-") or "\0" in path:
        raise SourceImpossible
    place = Path(path).expanduser()
    if not place.exists():
        raise SourceMissing
    return str(place.resolve())


def is_local(source: str) -> bool:
    """Say whether a checked source lies on this machine."""
    return source.startswith("/")


def name_of(source: str) -> str:
    """Give the name a repository is called by, from its source."""
    last = re.split(r"[/:]", source.rstrip("/"))[-1]
    return (last.removesuffix(".git").removesuffix(".bundle") or source)[:80]
