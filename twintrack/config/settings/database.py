"""Where the data lies: a file by default, PostgreSQL by an address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
    "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
)

# Pages join many small tables, in an order that fits already: to search for a better one took up
# to 18 ms a query, and a quarter of that with four tables at a time.
PLANNING = "-c join_collapse_limit=4 -c from_collapse_limit=4 -c jit=off"


def database_from(
    url: str, data_dir: Path, *, pool: int = 12, statement_seconds: int = 0
) -> dict[str, Any]:
    """
    Read a database address into Django's settings.

    An empty address means a SQLite file in `data_dir`; `sqlite:///path` names a file,
    `postgresql://user:password@host:port/name?option=value` a server, to which each process
    keeps at most `pool` connections, and which ends statements that take longer than
    `statement_seconds`; 0 lets them take their time.

    :raises ValueError: if the address has another scheme.
    """
    if not url or url.startswith("sqlite:"):
        name = url.removeprefix("sqlite:///") if url else str(data_dir / "twintrack.sqlite3")
        if name != ":memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # A connection plans by the counts it found when it was opened.
            "CONN_MAX_AGE": 3600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": SQLITE_PRAGMAS,
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = f"TWINTRACK_DATABASE_URL has an unknown scheme: {parts.scheme}"
        raise ValueError(msg)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    limits = PLANNING
    if statement_seconds:
        # A forgotten transaction would hold its locks for ever.
        limits += (
            f" -c statement_timeout={statement_seconds}s "
            f"-c idle_in_transaction_session_timeout={2 * statement_seconds}s"
        )
    # What the address says itself comes last, and holds.
    options["options"] = f"{limits} {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A connection that broke while it was idle is replaced before a page uses it.
        "CONN_HEALTH_CHECKS": True,
        # Page threads and the worker share a few connections instead of opening one a request.
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": pool, "timeout": 10},
            # The server plans a statement it has seen three times only once more.
            "server_side_binding": True,
            "prepare_threshold": 3,
            **options,
        },
    }
