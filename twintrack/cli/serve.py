"""`twintrack serve`: web processes and the worker under one roof."""

import os
import socket
import sys
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from twintrack.cli.screen import fail, say
from twintrack.cli.supervisor import Child, Supervisor
from twintrack.cli.tables import make_tables
from twintrack.foundation.access.queries import is_founded
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.jobs.queries import count_pending_migrations

# The command that works off what the ledger holds.
WORKER = [sys.executable, "-m", "twintrack.cli", "worker"]

# A connection stays with the process that took it, and processes take very unevenly: with one for
# each core some cores stand still while others are waited for.
PROCESSES = min(2 * (os.cpu_count() or 1), 8)


class PortTaken(Refusal):
    """Another program listens there."""

    message = _("Another program uses this port.")


class NotMigrated(Refusal):
    """The database server's tables are not those this version needs."""

    message = _("The database is not up to date. Run: twintrack migrate")


def register(line: typer.Typer) -> None:
    line.command(help=_("Serve the pages, with the worker beside them."))(serve)


def serve(
    host: Annotated[
        str, typer.Option(help=_("The address to listen at; 0.0.0.0 for every network."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, envvar="TWINTRACK_PORT")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help=_("How many web processes."))
    ] = PROCESSES,
    worker: Annotated[bool, typer.Option(help=_("Whether the worker runs here too."))] = True,
) -> None:
    _check_port(host, port)
    _prepare()
    url = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"
    os.environ.setdefault("TWINTRACK_BASE_URL", url)
    children = [Child("web", web(host, port, workers))]
    if worker:
        children.append(Child("worker", WORKER))

    def when_up() -> None:
        say(_("Twintrack is at %(url)s — Ctrl C ends it.") % {"url": url})
        if not is_founded():
            say(_("Open it to make the first administrator."))
        connection.close()

    supervisor = Supervisor(children, _tell)
    raise typer.Exit(supervisor.run(is_up=lambda: _listens(host, port), when_up=when_up))


def _tell(name: str, code: int) -> None:
    fail(_("The %(name)s ended (%(code)s) and is started again.") % {"name": name, "code": code})


def web(host: str, port: int, workers: int) -> list[str]:
    """Give the command that serves the pages."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", "3", "--log-level", "error"),
        "twintrack.config.asgi:application",
    ]


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            text = _("%(host)s:%(port)d cannot be used: %(reason)s. Choose another: --port 8001")
            raise PortTaken(
                text % {"host": host, "port": port, "reason": error.strerror}
            ) from error


def _prepare() -> None:
    """Make an empty machine ready: tables, and static files where no build brought them."""
    if count_pending_migrations():
        if connection.vendor != "sqlite":
            raise NotMigrated
        make_tables()
    needs_manifest = "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if needs_manifest and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    # The children open connections of their own.
    connection.close()


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
