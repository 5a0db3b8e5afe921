"""Builds, tests and gates in the REST API."""

from twintrack.rnd.quality.api import builds, gates, tests
from twintrack.rnd.quality.api.router import router

__all__ = ["builds", "gates", "router", "tests"]
