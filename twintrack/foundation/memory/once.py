"""What one request has asked already, so that it is not asked again; a write forgets it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


def once(question: Hashable, ask: Callable[[], T]) -> T:
    """Ask once in a request; outside of one, where nobody knows when it ends, each time."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    found: T = answers[question]
    return found


def tell(question: Hashable, answer: object) -> None:
    """Say what the answer is, where it is known already; outside of a request nobody listens."""
    answers = _answers.get()
    if answers is not None:
        answers[question] = answer


def forget() -> None:
    """Ask anew from here on: something has been written."""
    answers = _answers.get()
    if answers:
        answers.clear()


class AskOnce:
    """The middleware that says when a request begins and ends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)
