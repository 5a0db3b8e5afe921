"""
One server: the live stream asynchronously, every page in a pool of threads.

Django's own ASGI handler runs synchronous pages one at a time, three times slower (ADR 0006).
"""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twintrack.config.settings.production")
# Nobody waits longer for a page.
os.environ.setdefault("TWINTRACK_STATEMENT_SECONDS", "30")

from twintrack.config.pages import Pages
from twintrack.config.wsgi import application as django
from twintrack.foundation.jobs.watch import watch_from_here
from twintrack.foundation.live.stream import Receive, Scope, Send, live

pages = Pages(django, threads=int(os.environ.get("TWINTRACK_THREADS", "4")))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each request to where it belongs."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live":
        await live(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            watch_from_here()
            settle()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def settle() -> None:
    """Keep what has been loaded: the collector need not look through it with every page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
