"""The real server on a database that is thrown away, and a person who is signed in."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

PASSWORD = "a demo of twintrack"
MANAGE = [sys.executable, "manage.py"]


@dataclass(frozen=True, kw_only=True)
class Company:
    """A company that is served: its address, its surroundings, and the process over all others."""

    url: str
    around: dict[str, str]
    process: subprocess.Popen[bytes]

    def run(self, *python: str) -> str:
        """Run Python on the company's database; gives what it printed."""
        command = [sys.executable, *python]
        done = subprocess.run(command, env=self.around, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode()

    def settle(self) -> None:
        """Wait until the worker has worked off what came with the rows."""
        while json.loads(self.run("-m", "benchmarks.accounts"))["behind"]:
            time.sleep(1)


@contextmanager
def served(
    database: str,
    *prepare: list[str],
    settings: str = "twintrack.config.settings.production",
) -> Iterator[Company]:
    """Serve the demo company after the Python commands given."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        around = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "TWINTRACK_SECRET_KEY": secrets.token_hex(25),
            "TWINTRACK_DATA_DIR": str(folder),
            "TWINTRACK_DATABASE_URL": stack.enter_context(fresh(database)),
            "TWINTRACK_PORT": str(port),
        }
        commands = [["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "-v", "0"]]
        for command in [*commands, ["demo"]]:
            subprocess.run([*MANAGE, *command], env=around, check=True, stdout=subprocess.DEVNULL)
        for command in prepare:
            subprocess.run([sys.executable, *command], env=around, check=True)
        log = stack.enter_context((folder / "log").open("w"))
        serve = [sys.executable, "-m", "twintrack.cli", "serve"]
        server = subprocess.Popen(serve, env=around, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            yield Company(url=url, around=around, process=server)
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def in_this_process(
    database: str, settings: str = "twintrack.config.settings.development"
) -> Iterator[None]:
    """Let Django be set up here, on a folder and a database that are thrown away."""
    with tempfile.TemporaryDirectory() as folder, fresh(database) as url:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": settings,
            "TWINTRACK_SECRET_KEY": secrets.token_hex(25),
            "TWINTRACK_DATA_DIR": folder,
            "TWINTRACK_DATABASE_URL": url,
        }
        yield


@contextmanager
def fresh(database: str) -> Iterator[str]:
    if not database:
        yield ""
        return
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        try:
            yield database.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def _wait(url: str) -> None:
    for _each in range(600):
        try:
            httpx.get(f"{url}/account/login/")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def token_of(page: httpx.Response) -> str:
    """Find the token a form of the page must carry."""
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.text)
    assert found, page.text[:500]
    return found[1]


def signed_in(url: str, who: str) -> httpx.Client:
    """Sign a person of the demo company in."""
    client = httpx.Client(base_url=url, follow_redirects=True, timeout=30)
    client.headers["Referer"] = url
    form = {"login": f"{who}@example.com", "password": PASSWORD}
    page = client.get("/account/login/")
    answer = client.post("/account/login/", data=form | {"csrfmiddlewaretoken": token_of(page)})
    assert "/account/login" not in str(answer.url), answer.text[:500]
    return client
