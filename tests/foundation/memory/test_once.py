"""What was asked once in a request is known, until something is written."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from twintrack.foundation.memory.once import AskOnce, forget, once


def counting() -> Callable[[], int]:
    asked = iter(range(1, 9))
    return lambda: next(asked)


def test_a_request_asks_once_and_again_after_a_write() -> None:
    count = counting()
    told = []

    def view(_request: HttpRequest) -> HttpResponse:
        told.extend([once("who", count), once("who", count)])
        forget()
        told.append(once("who", count))
        return HttpResponse("")

    AskOnce(view)(HttpRequest())

    assert told == [1, 1, 2]


def test_the_next_request_and_what_runs_outside_of_one_ask_for_themselves() -> None:
    count = counting()
    told = []

    def view(_request: HttpRequest) -> HttpResponse:
        told.append(once("who", count))
        return HttpResponse("")

    for _each in range(2):
        AskOnce(view)(HttpRequest())

    assert [*told, once("who", count), once("who", count)] == [1, 2, 3, 4]
