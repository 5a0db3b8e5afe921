"""Work items by the REST API."""

from twintrack.rnd.work.api import changes, items  # noqa: F401
from twintrack.rnd.work.api.router import router

__all__ = ["router"]
