"""Releases in the REST API."""

from twintrack.rnd.releases.api import gates, notes, releases
from twintrack.rnd.releases.api.router import router

__all__ = ["gates", "notes", "releases", "router"]
