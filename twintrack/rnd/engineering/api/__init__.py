"""Repositories, pull requests, deployments and web hooks in the REST API."""

from twintrack.rnd.engineering.api import deployments, hooks, logins, past, pulls, repositories
from twintrack.rnd.engineering.api.router import router

__all__ = ["deployments", "hooks", "logins", "past", "pulls", "repositories", "router"]
