"""What a listening page is told."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.live import stream
from twintrack.foundation.live.feed import Feed
from twintrack.foundation.live.queries import position_of_page
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.usefixtures("emptied_ledger")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
# Only how long a failure takes: loaded machines are slow.
SECONDS = 30


class Page:
    """A page that listens to the stream, as a browser does."""

    def __init__(self, cookies: str, after: str = "") -> None:
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "query_string": f"after={after}".encode(),
            "headers": [(b"cookie", cookies.encode())],
        }
        self.status = 0
        self.text = ""
        self.came = asyncio.Event()

    async def send(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            self.status = int(str(message["status"]))
        body = message.get("body", b"")
        assert isinstance(body, bytes)
        self.text += body.decode()
        self.came.set()

    async def receive(self) -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    async def listen(self) -> None:
        await stream.live(self.scope, self.receive, self.send)  # type: ignore[arg-type]

    async def until(self, wanted: str) -> None:
        while wanted not in self.text:
            self.came.clear()
            await self.came.wait()

    @property
    def changes(self) -> list[dict[str, str]]:
        return [json.loads(line[6:]) for line in self.text.split("\n") if line[:6] == "data: "]


def cookies_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def move(requirement: Requirement, by: User) -> None:
    operations.advance(requirement=requirement, to=State.PLANNED, by=by, at=AT)


def in_page(page: Page, act: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        stream.FEED = Feed()
        listening = asyncio.create_task(page.listen())
        acting = asyncio.ensure_future(act())
        try:
            async with asyncio.timeout(SECONDS):
                await asyncio.wait({listening, acting}, return_when=asyncio.FIRST_COMPLETED)
            if not acting.done():
                listening.result()
            await acting
        finally:
            listening.cancel()
            acting.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await stream.FEED.ask(connections.close_all)

    # Playwright keeps a loop in the main thread of its worker.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


def test_a_page_is_told_what_changed() -> None:
    user = make_user(Role.RND_LEAD)
    requirement = make_requirement(state=State.ACCEPTED)
    page = Page(cookies_of(user))

    async def act() -> None:
        await page.until("hello")
        await asyncio.to_thread(in_thread, move, requirement, user)
        await page.until("requirement.advanced")

    in_page(page, act)

    assert page.changes == [
        {"kind": "requirement.advanced", "subject": f"requirement:{requirement.pk}"}
    ]
    assert f"id: {Entry.objects.latest('pk').pk}\n" in page.text


def test_a_page_hears_nothing_of_what_its_reader_may_not_see() -> None:
    lead, stranger = make_user(Role.RND_LEAD), make_user(Role.SALESPERSON)
    product = make_product(reach="teams")
    product.teams.add(make_team(lead))
    secret = make_requirement(state=State.ACCEPTED, product=product)
    shared = make_requirement(state=State.ACCEPTED)
    page = Page(cookies_of(stranger))

    async def act() -> None:
        await page.until("hello")
        await asyncio.to_thread(in_thread, move, secret, lead)
        await asyncio.to_thread(in_thread, move, shared, lead)
        await page.until(f"requirement:{shared.pk}")

    in_page(page, act)

    assert f"requirement:{secret.pk}" not in page.text


def test_a_stream_opened_again_goes_on_where_it_broke() -> None:
    user = make_user(Role.RND_LEAD)
    missed = make_requirement(state=State.ACCEPTED)
    before = Entry.objects.count()
    move(missed, user)
    page = Page(cookies_of(user), after=str(before))

    async def act() -> None:
        await page.until(f"requirement:{missed.pk}")

    in_page(page, act)


def test_a_person_is_told_of_a_new_notification() -> None:
    user, other = make_user(Role.SALESPERSON), make_user(Role.SALESPERSON)
    requirement = make_requirement(state=State.ACCEPTED)
    lead = make_user(Role.RND_LEAD)
    page = Page(cookies_of(user))

    def tell() -> None:
        move(requirement, lead)
        entry = Entry.objects.latest("pk")
        for person in (user, other):
            notify(recipient=person, entry=entry, told_by="a/b", about=requirement, at=AT)

    async def act() -> None:
        await page.until("hello")
        await asyncio.to_thread(in_thread, tell)
        await page.until("notification.made")

    in_page(page, act)

    told = [each["subject"] for each in page.changes if each["kind"] == "notification.made"]
    assert told == [f"inbox:{user.pk}"]


def test_a_stranger_gets_no_stream() -> None:
    page = Page("sessionid=nobody")

    async def act() -> None:
        while not page.status:
            await page.came.wait()

    in_page(page, act)

    assert page.status == 401


def in_thread(act: Callable[..., None], *args: object) -> None:
    try:
        act(*args)
    finally:
        connections.close_all()


def test_what_happens_between_rendering_and_listening_is_not_missed() -> None:
    user, lead = make_user(Role.SALESPERSON), make_user(Role.RND_LEAD)
    requirement = make_requirement(state=State.ACCEPTED)
    rendered = position_of_page(user, at=AT)
    move(requirement, lead)
    entry = Entry.objects.latest("pk")
    notify(recipient=user, entry=entry, told_by="a/b", about=requirement, at=AT)
    late = Page(cookies_of(user), rendered)
    fresh = Page(cookies_of(user), position_of_page(user, at=AT))

    async def act() -> None:
        await late.until(f"requirement:{requirement.pk}")
        await late.until(f"inbox:{user.pk}")

    in_page(late, act)

    async def nothing_new() -> None:
        await fresh.until("hello")

    in_page(fresh, nothing_new)

    assert fresh.changes == []
