"""Who follows an object, and what they are told of it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.notices import render_notice
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers import operations, queries
from twintrack.helix.handoffs import operations as handoffs
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.operations import Decision
from twintrack.sales.feedback import operations as feedback_operations

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


def told(person: User) -> list[str]:
    found = Notification.objects.filter(recipient=person).order_by("pk")
    return [each.told_by for each in found]


def test_who_looks_after_an_object_watches_it_until_they_stop() -> None:
    zhao, lin = make_user(Role.SALESPERSON), make_user(Role.PRODUCT_MANAGER)
    feedback = make_feedback(owner=zhao, recorded_by=zhao)
    assert queries.list_people_watching(feedback) == [zhao]

    operations.watch(about=feedback, by=zhao, at=AT)
    operations.watch(about=feedback, by=lin, at=AT)
    operations.unwatch(about=feedback, by=zhao, at=AT)
    operations.unwatch(about=feedback, by=zhao, at=AT)
    assert queries.list_people_watching(feedback) == [lin]

    operations.join(about=feedback, people=[zhao.pk, lin.pk], at=AT)
    assert queries.list_people_watching(feedback) == [lin]
    operations.watch(about=feedback, by=zhao, at=AT)
    assert set(queries.list_people_watching(feedback)) == {lin, zhao}
    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "watch.started",
        "watch.stopped",
        "watch.started",
    ]
    with pytest.raises(NotAllowed):
        operations.watch(about=feedback, by=make_user(), at=AT)


def test_a_new_state_is_told_once_to_who_watches_and_not_to_who_did_it() -> None:
    lin, xu = make_user(Role.PRODUCT_MANAGER), make_user(Role.EXECUTIVE)
    requirement = make_requirement(state=State.ACCEPTED, owner=lin, title="Faster")
    operations.watch(about=requirement, by=xu, at=AT)
    chen = make_user(Role.RND_LEAD, name="Chen")
    operations.watch(about=requirement, by=chen, at=AT)

    backlog.advance(requirement=requirement, to=State.PLANNED, by=chen, at=AT)
    drain()

    assert told(xu) == told(lin) == ["watchers/changed"]
    assert told(chen) == []
    notice = render_notice(Notification.objects.get(recipient=xu))
    assert notice.path == f"/objects/requirement/{requirement.pk}/"
    assert notice.words("https://x.example")[0] == f"{requirement.number} Faster"
    assert "Chen" in notice.html


def test_another_rule_says_more_of_the_same_whichever_comes_first() -> None:
    zhao, lin = make_user(Role.SALESPERSON), make_user(Role.PRODUCT_MANAGER)
    requirement = make_requirement()
    feedback = make_feedback(
        product=requirement.product, customer=make_customer(owner=zhao), recorded_by=zhao
    )
    handoffs.attach(feedback=feedback, requirement=requirement, by=lin, at=AT)
    operations.watch(about=requirement, by=zhao, at=AT)

    decision = Decision(decision=State.ACCEPTED, reason="Yes", customer_wording="We build it")
    backlog.decide(requirement=requirement, decision=decision, by=lin, at=AT)
    drain()

    assert told(zhao) == ["handoffs/decision"]


def test_what_is_general_gives_way_and_never_takes_the_place() -> None:
    lin, zhao = make_user(Role.PRODUCT_MANAGER), make_user(Role.SALESPERSON)
    requirement = make_requirement()
    operations.watch(about=requirement, by=lin, at=AT)
    entry = Entry.objects.get()

    def tell(told_by: str, *, is_general: bool) -> None:
        notify(
            recipient=zhao,
            entry=entry,
            told_by=told_by,
            about=requirement,
            at=AT,
            is_general=is_general,
        )

    tell("watchers/changed", is_general=True)
    tell("handoffs/date", is_general=False)
    tell("watchers/changed", is_general=True)

    assert told(zhao) == ["handoffs/date"]


def test_what_follows_by_itself_is_told_only_to_who_asked() -> None:
    owner, xu, lin = (
        make_user(Role.SALESPERSON),
        make_user(Role.EXECUTIVE),
        make_user(Role.RND_LEAD),
    )
    requirement = make_requirement(state=State.IN_TESTING)
    feedback = make_feedback(
        product=requirement.product, owner=owner, recorded_by=owner, customer=make_customer()
    )
    operations.watch(about=feedback, by=xu, at=AT)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lin, at=AT)

    backlog.advance(requirement=requirement, to=State.RELEASED, by=lin, at=AT)
    drain()

    feedback.refresh_from_db()
    assert feedback.state == "resolved"
    assert told(owner) == ["handoffs/release"]
    assert told(xu) == ["watchers/changed"]


def test_who_may_not_see_it_any_more_is_told_nothing() -> None:
    inside, outside = make_user(Role.RND_LEAD), make_user(Role.SALESPERSON)
    requirement = make_requirement(state=State.ACCEPTED, product=make_product())
    operations.watch(about=requirement, by=outside, at=AT)
    requirement.product.reach = "teams"
    requirement.product.save()
    requirement.product.teams.add(make_team(inside))

    backlog.advance(requirement=requirement, to=State.PLANNED, by=inside, at=AT)
    drain()

    assert told(outside) == []


def test_withdrawn_feedback_is_news_for_its_owner() -> None:
    owner, lin = make_user(Role.SALESPERSON), make_user(Role.PRODUCT_MANAGER)
    feedback = make_feedback(owner=owner, recorded_by=owner)

    feedback_operations.withdraw(feedback=feedback, reason="A mistake", by=lin, at=AT)
    drain()

    assert told(owner) == ["watchers/changed"]


def test_the_button_watches_and_stops_with_and_without_htmx(client: Client) -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    client.force_login(lin)
    requirement = make_requirement()
    url = f"/watch/requirement/{requirement.pk}/"

    assert 'aria-pressed="false"' in client.get(url, headers=HTMX).content.decode()
    on = client.post(url, {"watch": "on"}, headers=HTMX).content.decode()
    assert 'aria-pressed="true"' in on
    off = client.post(url, {"watch": "off"}, follow=True)
    assert off.redirect_chain[-1][0] == f"/requirements/{requirement.number}/"
    assert lin not in queries.list_people_watching(requirement)
    assert "watches this" not in off.content.decode()
    assert client.post("/watch/requirement/999999/", {"watch": "on"}).status_code == 404
    assert client.get(f"/watch/user/{lin.pk}/").status_code == 404


def test_the_api_watches() -> None:
    api = call_as(Role.PRODUCT_MANAGER)
    requirement = make_requirement()
    url = f"/watchers/requirement/{requirement.pk}"

    def names(answer: object) -> list[int]:
        return [each["id"] for each in answer.json()["items"]]  # type: ignore[attr-defined]

    assert api.user.pk not in names(api.get(url))
    assert api.user.pk in names(api.post(url))
    assert api.user.pk not in names(api.delete(url))
    assert api.post("/watchers/requirement/999999").status_code == 404
