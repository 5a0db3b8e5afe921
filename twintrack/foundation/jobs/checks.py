"""What an administrator has to set right: the same list on the operations page and in `doctor`."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.jobs import queries
from twintrack.foundation.ledger.models import ParkedEntry
from twintrack.foundation.notifications.queries import count_mail

NETWORK_FILE_SYSTEMS = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre"),
        *("fuse.sshfs", "fuse.s3fs", "beegfs", "gpfs"),
    )
)
GIGABYTE = 1024**3
SECRET_LENGTH = 32
# SQLite before it lacks what write-ahead logging needs to be safe under load.
SQLITE_FLOOR = (3, 37, 0)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: `tone` is ok, warn or bad; `text` says what was found and what to do."""

    code: str
    label: str
    tone: str
    text: str


def list_checks(*, with_network: bool = False) -> list[Check]:
    """Look at everything; only `with_network` asks the mail server for an answer."""
    try:
        found = [_database()]
    except DatabaseError as error:
        text = _("Cannot be reached: %(error)s") % {"error": error}
        return [Check(code="database", label=_("Database"), tone="bad", text=text), *_around()]
    found += [_migrations()]
    if found[-1].tone == "ok":
        found += [_worker(), _parked(), _mail(with_network=with_network)]
    return [*found, *_around()]


def _around() -> Iterator[Check]:
    looks: tuple[Callable[[], Check | None], ...] = (_place, _secret, _disk)
    for look in looks:
        found = look()
        if found is not None:
            yield found


def _database() -> Check:
    status = queries.describe_database()
    text = f"{status.name} {status.version}"
    is_old = connection.vendor == "sqlite" and sqlite3.sqlite_version_info < SQLITE_FLOOR
    if is_old:
        text = _("%(version)s is too old; 3.37 or newer is needed.") % {"version": text}
    return Check(code="database", label=_("Database"), tone="bad" if is_old else "ok", text=text)


def _migrations() -> Check:
    try:
        pending = queries.count_pending_migrations()
    except queries.BetweenVersions as refusal:
        text = str(refusal.message)
        return Check(code="migrations", label=_("Tables"), tone="bad", text=text)
    if not pending:
        return Check(
            code="migrations", label=_("Tables"), tone="ok", text=_("As this version needs them.")
        )
    text = ngettext(
        "%(n)d step is missing. Run: twintrack migrate",
        "%(n)d steps are missing. Run: twintrack migrate",
        pending,
    )
    return Check(code="migrations", label=_("Tables"), tone="bad", text=text % {"n": pending})


def _worker() -> Check:
    workers = queries.list_workers(at=timezone.now())
    alive = sum(not each.is_silent for each in workers)
    label = _("Worker")
    if alive:
        text = ngettext("%(n)d worker is running.", "%(n)d workers are running.", alive)
        return Check(code="worker", label=label, tone="ok", text=text % {"n": alive})
    text = _("No worker is running. Run: twintrack serve, or twintrack worker")
    return Check(code="worker", label=label, tone="bad" if workers else "warn", text=text)


def _parked() -> Check:
    count = ParkedEntry.objects.open().count()
    label = _("Parked entries")
    if not count:
        return Check(code="parked", label=label, tone="ok", text=_("None."))
    text = ngettext(
        "%(n)d entry waits. See: twintrack parked list",
        "%(n)d entries wait. See: twintrack parked list",
        count,
    )
    return Check(code="parked", label=label, tone="warn", text=text % {"n": count})


def _place() -> Check | None:
    """Warn where SQLite's locks cannot be trusted."""
    if connection.vendor != "sqlite":
        return None
    folder = Path(connection.settings_dict["NAME"]).resolve().parent
    kind = file_system_of(folder, Path("/proc/mounts"))
    label = _("Place of the data")
    if kind in NETWORK_FILE_SYSTEMS:
        text = _(
            "%(folder)s is on a network file system (%(kind)s), where SQLite may lose data. "
            "Move it to a local disk, or use PostgreSQL."
        )
        return Check(
            code="place", label=label, tone="bad", text=text % {"folder": folder, "kind": kind}
        )
    return Check(code="place", label=label, tone="ok", text=str(folder))


def file_system_of(folder: Path, mounts: Path) -> str:
    """Name the kind of file system a folder is on, as Linux tells; nothing elsewhere."""
    if not mounts.exists():
        return ""
    best, kind = -1, ""
    for line in mounts.read_text().splitlines():
        _device, place, name, *_rest = line.split(" ")
        place = place.replace("\\040", " ")
        if folder.is_relative_to(place) and len(place) > best:
            best, kind = len(place), name
    return kind


def _secret() -> Check:
    label = _("Secret key")
    if len(settings.SECRET_KEY) < SECRET_LENGTH or "development only" in settings.SECRET_KEY:
        text = _("Set TWINTRACK_SECRET_KEY to a random text of 50 characters.")
        return Check(code="secret", label=label, tone="warn", text=text)
    return Check(code="secret", label=label, tone="ok", text=_("Set, and long enough."))


def _disk() -> Check:
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = _("%(size).1f GB are free.") % {"size": free / GIGABYTE}
    tone = "bad" if free < GIGABYTE / 5 else "warn" if free < GIGABYTE * 2 else "ok"
    return Check(code="disk", label=_("Disk"), tone=tone, text=text)


def _mail(*, with_network: bool) -> Check:
    label = _("Mail")
    if not settings.EMAIL_HOST:
        text = _("No mail server is set (TWINTRACK_MAIL_HOST): people are told in the inbox only.")
        return Check(code="mail", label=label, tone="warn", text=text)
    text = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    counts = count_mail()
    if counts["waiting"] or counts["failed"]:
        text += " · " + _("%(waiting)d waiting, %(failed)d failed") % counts
    if with_network:
        try:
            with get_connection(timeout=5):
                text = _("%(server)s answers.") % {"server": text}
        except OSError as error:
            said = _("%(server)s does not answer: %(error)s")
            return Check(
                code="mail", label=label, tone="bad", text=said % {"server": text, "error": error}
            )
    return Check(code="mail", label=label, tone="ok", text=text)
