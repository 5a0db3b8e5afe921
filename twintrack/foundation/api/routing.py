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
    """A router whose endpoints each say what they are for, in both languages."""

    def get(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any
    ) -> Callable[[F], F]:
        return self._offer("GET", path, summary, response)

    def post(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any
    ) -> Callable[[F], F]:
        return self._offer("POST", path, summary, response)

    def patch(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any
    ) -> Callable[[F], F]:
        return self._offer("PATCH", path, summary, response)

    def delete(  # type: ignore[override]
        self, path: str, *, summary: str | Promise, response: Any
    ) -> Callable[[F], F]:
        return self._offer("DELETE", path, summary, response)

    def _offer(
        self, method: str, path: str, summary: str | Promise, response: Any
    ) -> Callable[[F], F]:
        # Translated when the description is asked for, so it stays lazy.
        text: Any = summary
        return self.api_operation([method], path, summary=text, response=response)


def make_router(*, tag: str, label: str | Promise, needs: Scope | None = None) -> AppRouter:
    """Make an app's router; its endpoints need the scope by their method, or the one given."""
    _labels[tag] = label
    return AppRouter(tags=[tag], auth=guards(needs))


def label_of(tag: str) -> str:
    """Name a group of endpoints in the reader's language."""
    return str(_labels.get(tag, tag))
