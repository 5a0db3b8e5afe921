"""Review meetings in the REST API."""

from twintrack.rnd.reviewing.api import planning, running  # noqa: F401
from twintrack.rnd.reviewing.api.router import router

__all__ = ["router"]
