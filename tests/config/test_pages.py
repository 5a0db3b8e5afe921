"""Pages behind the asynchronous server."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from twintrack.config.pages import PIECE_BYTES, Pages

Message = MutableMapping[str, Any]


def asked(answer: Callable[[WSGIRequest], HttpResponseBase], sent: list[bytes]) -> list[Message]:
    """Ask with a body in parts; gives all messages of the answer."""
    told: list[Message] = []

    def wsgi(environ: dict[str, Any], begin: Callable[..., Any]) -> HttpResponseBase:
        response = answer(WSGIRequest(environ))
        begin(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    async def ask() -> None:
        parts = iter(sent)

        async def receive() -> Message:
            body = next(parts, b"")
            return {"type": "http.request", "body": body, "more_body": body is not sent[-1]}

        async def send(message: Message) -> None:
            told.append(message)

        size = str(sum(map(len, sent))).encode()
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/客户/",
            "query_string": b"view=mine",
            "http_version": "1.1",
            "headers": [(b"content-length", size)],
        }
        await Pages(wsgi, threads=1)(scope, receive, send)

    asyncio.run(ask())
    return told


def test_a_page_goes_out_in_one_step_and_reads_all_that_was_sent() -> None:
    def answer(request: WSGIRequest) -> HttpResponse:
        read = hashlib.sha256(request.read()).hexdigest()
        text = f"{request.path} {request.GET['view']} {read}"
        return HttpResponse(text, status=201, headers={"X-Kept": "yes"})

    sent = [b"a" * 70_000, b"b"]

    start, body = asked(answer, sent)

    assert (start["status"], dict(start["headers"])[b"x-kept"]) == (201, b"yes")
    read = hashlib.sha256(b"".join(sent)).hexdigest()
    assert (body["body"].decode(), body["more_body"]) == (f"/客户/ mine {read}", False)


@pytest.mark.parametrize("count", [0, 1, 100])
def test_a_long_answer_goes_out_in_pieces_and_ends_its_source(count: int) -> None:
    chunks = [bytes([n]) * 4096 for n in range(count)]
    ended: list[bool] = []

    def rows() -> Iterator[bytes]:
        try:
            yield from chunks
        finally:
            ended.append(True)

    start, *parts = asked(lambda _request: StreamingHttpResponse(rows()), [b""])

    assert start["type"] == "http.response.start"
    assert b"".join(part["body"] for part in parts) == b"".join(chunks)
    assert [part["more_body"] for part in parts] == [True] * (len(parts) - 1) + [False]
    assert len(parts) <= 1 + 4096 * count / PIECE_BYTES
    assert ended == [True]


def test_an_answer_that_breaks_off_is_not_taken_for_whole() -> None:
    def rows() -> Iterator[bytes]:
        yield b"x" * PIECE_BYTES * 2
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        asked(lambda _request: StreamingHttpResponse(rows()), [b""])
