"""How an app offers endpoints: `router = make_router(tag="customers", label=_("Customers"))`."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from ninja import Router

from twintrack.foundation.api.callers import guards
from twintrack.foundation.api.scopes import Scope

F = TypeVar("F", bound=Callable[..., Any])
_labels: dict[str, str | Promise] = {}


class AppRouter(Router):
    """
    A router whose endpoints each say what they are for, in both languages.

    `needs` is the scope that a token must have; without it, the method says: GET reads.
    """

    def __init__(self, *, tag: str, needs: Scope | None = None) -> None:
        super().__init__(tags=[tag])
        self.needs = needs

    def get(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any, needs: Scope | None = None
    ) -> Callable[[F], F]:
        return self._offer("GET", path, summary, response, needs)

    def post(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any, needs: Scope | None = None
    ) -> Callable[[F], F]:
        return self._offer("POST", path, summary, response, needs)

    def patch(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any, needs: Scope | None = None
    ) -> Callable[[F], F]:
        return self._offer("PATCH", path, summary, response, needs)

    def delete(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any, needs: Scope | None = None
    ) -> Callable[[F], F]:
        return self._offer("DELETE", path, summary, response, needs)

    def _offer(
        self,
        method: str,
        path: str,
        summary: str | Promise,
        response: Any,
        needs: Scope | None,
    ) -> Callable[[F], F]:
        # Translated when the description is asked for, so it stays lazy.
        text: Any = summary
        auth = guards(needs or self.needs)
        return self.api_operation([method], path, summary=text, response=response, auth=auth)


def make_router(*, tag: str, label: str | Promise, needs: Scope | None = None) -> AppRouter:
    """Make an app's router; its endpoints need the scope by their method, or the one given."""
    _labels[tag] = label
    return AppRouter(tag=tag, needs=needs)


def label_of(tag: str) -> str:
    """Name a group of endpoints in the reader's language."""
    return str(_labels.get(tag, tag))
