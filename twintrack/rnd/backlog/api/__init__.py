"""The requirement pool in the REST API, a module for each kind of endpoint."""

# Fixed addresses such as /requirements/changes stand before /requirements/{number}.
from twintrack.rnd.backlog.api import impact, merging, pool, requirements, reviews, writing  # isort: skip  # noqa: F401
from twintrack.rnd.backlog.api.router import router

__all__ = ["router"]
