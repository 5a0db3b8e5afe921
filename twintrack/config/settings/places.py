"""Where things lie: the data, the static files, the secret."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parents[2]
CHECKOUT = PACKAGE.parent
BUILT_STATIC = PACKAGE / "config" / "static"
SECRET_FILE = "secret_key"


def data_folder(environment: Mapping[str, str]) -> Path:
    """
    Choose where data lies: where the environment says, `var` in a checkout, else the user's folder.

    Never beside the installed package: an upgrade would take it away.
    """
    if chosen := environment.get("TWINTRACK_DATA_DIR"):
        return Path(chosen).absolute()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    home = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "twintrack"


def static_folder(data: Path) -> Path:
    """Choose the static files: those built into the wheel, else those collected beside the data."""
    return BUILT_STATIC if (BUILT_STATIC / "staticfiles.json").exists() else data / "static"


def hosts_from(names: str, base_url: str) -> list[str]:
    """List the names the server answers to: those given, else this machine and the address."""
    if names:
        return [name.strip() for name in names.split(",")]
    own = urlsplit(base_url).hostname or ""
    return ["127.0.0.1", "localhost", *([own] if own not in {"", "127.0.0.1", "localhost"} else [])]


def kept_secret(data: Path) -> str:
    """Read the secret of this installation; the first time, make one that only its owner reads."""
    file = data / SECRET_FILE
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    secret = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as written:
        written.write(secret)
    return secret
