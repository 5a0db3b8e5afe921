"""
`/live`: server-sent events that say what changed, for pages to ask for themselves.

Each message is `{"kind": "requirement.accepted", "subject": "requirement:318"}` with the ledger's
position as its id. A stream opened again with `Last-Event-ID` or `?after=` goes on from there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from twintrack.foundation.live.feed import Feed
from twintrack.foundation.live.queries import LIMIT, Change, was_told
from twintrack.foundation.live.visitors import user_id_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Proxies close streams that stay silent; each beat also asks whether the session still holds.
BEAT = 25.0
FEED = Feed()
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # nginx would keep the stream back until its buffer is full.
    (b"x-accel-buffering", b"no"),
]


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for the stream until the page leaves."""
    headers = dict(scope["headers"])
    cookies = headers.get(b"cookie", b"").decode("latin-1")
    user_id = await FEED.ask(lambda: user_id_of(cookies))
    if user_id is None or scope["method"] != "GET":
        status = 401 if user_id is None else 405
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    told = asyncio.create_task(_tell(send, user_id, _seen(scope, headers), cookies))
    gone = asyncio.create_task(_wait_until_gone(receive))
    try:
        done, _waiting = await asyncio.wait({told, gone}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            # What went wrong is the server's to log; the browser opens the stream again.
            task.result()
    finally:
        # Also when the server itself ends this call: nobody may go on listening for a page gone.
        for task in (told, gone):
            task.cancel()
        await asyncio.gather(told, gone, return_exceptions=True)


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a page has seen: a position of the ledger and, where it says so, a notification."""

    position: int
    notification: int | None


def _seen(scope: Scope, headers: dict[bytes, bytes]) -> Seen | None:
    text = headers.get(b"last-event-id", b"").decode("latin-1")
    text = text or parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    position, _dot, notification = text.partition(".")
    if not position.isdecimal():
        return None
    return Seen(
        position=int(position), notification=int(notification) if notification.isdecimal() else None
    )


async def _missed_notification(seen: Seen | None, user_id: int) -> bool:
    if seen is None:
        return False
    after = seen.notification
    if after is None:
        return True
    return await FEED.ask(lambda: was_told(user_id=user_id, after=after))


async def _tell(send: Send, user_id: int, seen: Seen | None, cookies: str) -> None:
    news = await FEED.join()
    try:
        position = FEED.position if seen is None else min(seen.position, FEED.position)
        told = FEED.told.get(user_id, 0)
        await _write(send, f"retry: 2000\nid: {position}\n: hello\n\n")
        if await _missed_notification(seen, user_id):
            await _write(send, _message("notification.made", f"inbox:{user_id}"))
        while True:
            position = await _tell_changes(send, user_id, position)
            if told != (told := FEED.told.get(user_id, 0)):
                await _write(send, _message("notification.made", f"inbox:{user_id}"))
            try:
                await asyncio.wait_for(news.wait(), BEAT)
            except TimeoutError:
                if await FEED.ask(lambda: user_id_of(cookies)) != user_id:
                    return
                await _write(send, ": still here\n\n")
            news.clear()
    finally:
        FEED.leave(news)


async def _tell_changes(send: Send, user_id: int, position: int) -> int:
    while changes := await FEED.changes_after(position):
        visible = await FEED.visible(changes, user_id=user_id)
        lines = "".join(_lines(change, visible) for change in changes)
        position = changes[-1].position
        await _write(send, lines or f"id: {position}\n: nothing for you\n\n")
        if len(changes) < LIMIT:
            break
    return position


def _lines(change: Change, visible: frozenset[str]) -> str:
    subjects = [each for each in change.subjects if each in visible]
    # Only the last message of an entry moves the position: a break in between loses none.
    return "".join(
        _message(change.kind, each, change.position if each is subjects[-1] else None)
        for each in subjects
    )


def _message(kind: str, subject: str, position: int | None = None) -> str:
    data = json.dumps({"kind": kind, "subject": subject}, separators=(",", ":"))
    return f"data: {data}\n\n" if position is None else f"id: {position}\ndata: {data}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
