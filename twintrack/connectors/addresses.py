"""Say whether two addresses mean the same repository, whichever way they are written."""

import re
from urllib.parse import urlsplit

SHORT = re.compile(r"^(?:[^@/\s]+@)?([^/:\s]+):(?!//)(?!\d+/)(\S+)$")


def plain(address: str) -> str:
    """Bring an address to host and path: `git@h:team/tool.git` and `https://h/team/tool` alike."""
    said = address.strip()
    short = SHORT.match(said)
    if short and "://" not in said:
        host, path = short[1], short[2]
    else:
        try:
            parts = urlsplit(said)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return ""
    path = path.strip("/").removesuffix(".git").strip("/")
    return f"{host}/{path}".lower() if path else ""
