"""The box and the comments on the pages of objects."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.comments import operations
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lin(client: Client) -> User:
    user = make_user(Role.PRODUCT_MANAGER, name="Lin")
    client.force_login(user)
    return user


def test_every_kind_of_page_has_the_box_and_the_button(client: Client, lin: User) -> None:
    milestone = make_milestone()
    pages = {
        f"/requirements/{make_requirement().number}/": False,
        f"/feedback/{make_feedback().number}/": True,
        f"/customers/{make_customer().number}/?whole=1": True,
        f"/opportunities/{make_opportunity().number}/": True,
        f"/products/{make_product().code}/": False,
        f"/milestones/{milestone.number}/": False,
        f"/projects/{milestone.project.number}/": False,
    }
    for url, is_internal in pages.items():
        page = client.get(url).content.decode()

        assert 'name="text"' in page, url
        assert 'id="watch-button"' in page, url
        assert ("The customer never sees this." in page) is is_internal, url


def test_people_are_no_topic(client: Client, lin: User) -> None:
    page = client.get(f"/people/{lin.pk}/").content.decode()

    assert 'id="stream"' in page
    assert 'name="text"' not in page
    assert client.post(f"/comments/on/user/{lin.pk}/", {"text": "x"}).status_code == 404


def test_a_comment_is_written_with_and_without_htmx(client: Client, lin: User) -> None:
    requirement = make_requirement()
    box = f"/comments/on/requirement/{requirement.pk}/"

    answer = client.post(box, {"text": "**One**"}, headers=HTMX).content.decode()
    plain = client.post(box, {"text": "Two"}, follow=True)

    assert "<strong>One</strong>" in answer
    assert 'hx-target="#stream"' in answer
    assert ">**One**<" not in answer
    assert plain.redirect_chain[-1][0] == f"/requirements/{requirement.number}/"
    page = plain.content.decode()
    assert page.index("<p>Two</p>") < page.index("<strong>One</strong>")


def test_what_was_typed_stays_where_it_is_refused(client: Client, lin: User) -> None:
    box = f"/comments/on/requirement/{make_requirement().pk}/"

    for headers in (HTMX, {}):
        empty = client.post(box, {"text": "   "}, headers=headers)
        long = client.post(box, {"text": "x" * 10_001}, headers=headers)
        assert (empty.status_code, long.status_code) == (422, 422)
        assert "Write something first." in empty.content.decode()
        assert "x" * 10_001 in long.content.decode()
    assert not Comment.objects.exists()


def test_what_is_typed_is_shown_and_never_run(client: Client, lin: User) -> None:
    requirement = make_requirement()
    client.post(f"/comments/on/requirement/{requirement.pk}/", {"text": "<script>x()</script>"})

    page = client.get(f"/requirements/{requirement.number}/").content.decode()

    assert "&lt;script&gt;x()" in page
    assert "<script>x()" not in page


def test_nobody_reads_or_writes_where_they_may_not_see(client: Client, lin: User) -> None:
    inside = make_user(Role.ENGINEER)
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    requirement = make_requirement(product=product)
    comment = operations.write(about=requirement, text="Hidden", by=inside, at=AT)
    client.force_login(make_user(Role.SALESPERSON))

    on = f"/comments/on/requirement/{requirement.pk}/"
    for url in (on, f"{on}people/", f"/comments/{comment.pk}/", f"/comments/{comment.pk}/edit/"):
        assert client.get(url).status_code == 404, url
    for url in (on, f"/comments/{comment.pk}/deletion/", f"/comments/{comment.pk}/restoration/"):
        assert client.post(url, {"text": "x"}).status_code == 404, url
    assert client.get(f"/objects/requirement/{requirement.pk}/").status_code == 404
    assert client.get(f"/activity/requirement/{requirement.pk}/stream/").status_code == 404


def test_one_edits_and_deletes_ones_own_and_takes_that_back(client: Client, lin: User) -> None:
    requirement = make_requirement()
    comment = operations.write(about=requirement, text="One\nmore", by=lin, at=AT)
    other = operations.write(about=requirement, text="Theirs", by=make_user(Role.CSM), at=AT)
    edit = f"/comments/{comment.pk}/edit/"

    assert "One\nmore" in client.get(edit, headers=HTMX).content.decode()
    saved = client.post(edit, {"text": "Two", "seen": "One\r\nmore"}, headers=HTMX)
    assert "edited" in saved.content.decode()
    stale = client.post(edit, {"text": "Three", "seen": "One\r\nmore"}, headers=HTMX)
    assert stale.status_code == 422
    assert "Three" in stale.content.decode()
    assert 'value="Two"' in stale.content.decode()

    gone = client.post(f"/comments/{comment.pk}/deletion/", headers=HTMX)
    assert f"/comments/{comment.pk}/restoration/" in gone.headers["HX-Trigger"]
    page = client.get(f"/requirements/{requirement.number}/").content.decode()
    assert "deleted their comment" in page
    assert "<p>Two</p>" not in page
    client.post(f"/comments/{comment.pk}/restoration/", headers=HTMX)
    page = client.get(f"/requirements/{requirement.number}/").content.decode()
    assert "deleted their comment" not in page
    assert "<p>Two</p>" in page

    assert client.get(f"/comments/{other.pk}/edit/").status_code == 403
    assert client.post(f"/comments/{other.pk}/deletion/").status_code == 403
    assert f"/comments/{other.pk}/edit/" not in page


def test_a_page_costs_two_statements_more_however_much_was_said(client: Client, lin: User) -> None:
    requirement = make_requirement(owner=lin)
    url = f"/activity/requirement/{requirement.pk}/"
    people = [make_user(Role.ENGINEER, name=f"Person {number}") for number in range(12)]

    def cost() -> int:
        return queries_of(lambda: client.get(url))

    client.get(url)
    for person in people[:2]:
        operations.write(about=requirement, text=f"@{people[3].name} hm", by=person, at=AT)
    few = cost()
    for person in people:
        operations.write(about=requirement, text=f"@{person.name} and so", by=person, at=AT)

    # Whom the comments name is known by now.
    assert cost() <= few


def test_the_api_says_what_the_pages_say() -> None:
    api = call_as(Role.PRODUCT_MANAGER)
    zhao = make_user(Role.SALESPERSON, name="Zhao")
    requirement = make_requirement()
    on = f"/comments/requirement/{requirement.pk}"

    made = api.post(on, {"text": f"@Zhao and @{{{zhao.pk}}}"})
    assert made.status_code == 201
    assert made.json()["text"] == "@Zhao and @Zhao"
    one = f"/comments/{made.json()['id']}"
    assert api.post(on, {"text": " "}).status_code == 422
    assert api.patch(one, {"before": "other", "text": "Two"}).status_code == 409
    assert api.patch(one, {"before": "@Zhao and @Zhao", "text": "Two"}).json()["text"] == "Two"
    assert [each["text"] for each in api.get(on).json()["items"]] == ["Two"]
    assert api.delete(one).json()["text"] is None
    assert api.get(on).json()["items"] == []
    assert api.post(f"{one}/restoration").json()["deleted_at"] is None
    assert api.get(one).json()["text"] == "Two"
    assert call_as(Role.CSM).delete(one).status_code == 403
    assert api.get("/comments/user/1").status_code == 404
    assert api.get("/comments/nothing/1").status_code == 404
