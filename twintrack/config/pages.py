"""
Synchronous pages behind the asynchronous server, in a pool of threads.

An answer that is whole goes out in one step: thread and loop wait for each other at every step, and
while other pages are computed each wait is as long as one of them holds the interpreter.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

from a2wsgi.wsgi import Body, build_environ

Message = MutableMapping[str, Any]
# A file of some thousand bytes a chunk would take as many steps.
PIECE_BYTES = 65536


class Pages:
    """An ASGI application that asks a WSGI application, Django's, in so many threads."""

    def __init__(self, ask: Callable[..., Any], *, threads: int) -> None:
        self._ask = ask
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        loop = asyncio.get_running_loop()

        async def body() -> Message:
            # Granian gives a future where a coroutine is wanted.
            return await receive()

        async def pass_on(message: Message) -> None:
            await send(message)

        def tell(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(pass_on(message), loop).result()

        environ = build_environ(scope, Body(loop, body))  # type: ignore[arg-type]
        # What one answer leaves in its context is not there for the next in the same thread.
        answer = partial(copy_context().run, self._answer, environ, tell)
        for message in await loop.run_in_executor(self._threads, answer):
            await send(message)

    def _answer(self, environ: Mapping[str, Any], tell: Callable[[Message], None]) -> list[Message]:
        """Answer in this thread; gives what is left to be sent."""
        begun: list[Message] = []

        def begin(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            begun.append(_begin(status, headers))

        answer = self._ask(environ, begin)
        try:
            pieces = _pieces(answer) if answer.streaming else iter([b"".join(answer)])
            last = next(pieces, b"")
            for piece in pieces:
                for message in (*begun, _part(last, is_last=False)):
                    tell(message)
                begun, last = [], piece
            return [*begun, _part(last, is_last=True)]
        finally:
            answer.close()


def _begin(status: str, headers: list[tuple[str, str]]) -> Message:
    told = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
    return {
        "type": "http.response.start",
        "status": int(status.partition(" ")[0]),
        "headers": told,
    }


def _part(body: bytes, *, is_last: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": not is_last}


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gather chunks to pieces that are worth a step."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= PIECE_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
