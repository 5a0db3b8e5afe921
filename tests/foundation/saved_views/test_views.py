"""Saved views on lists: the button, its menu, the dialog and the page of all."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.foundation.saved_views.models import SavedView

pytestmark = pytest.mark.django_db
MENU = {"HX-Request": "true", "HX-Target": "div#views"}


@pytest.fixture
def lin(client: Client) -> User:
    user = make_user(Role.PRODUCT_MANAGER)
    client.force_login(user)
    return user


def make_view(owner: User, name: str = "Waiting", **values: object) -> SavedView:
    given = {"place": "requirement-list", "query": "state=proposed"} | values
    view: SavedView = SavedView.objects.create(owner=owner, name=name, **given)
    return view


def test_what_one_sees_is_saved_and_the_list_says_which_view_it_is(
    client: Client, lin: User
) -> None:
    asked = "/views/new/?place=requirement-list&query=state%3Dproposed"
    assert "Save as a view" in client.get(asked).content.decode()

    given = {"place": "requirement-list", "query": "state=proposed&after=x", "name": "Waiting"}
    answer = client.post("/views/new/", given, follow=True)

    [view] = SavedView.objects.all()
    assert answer.redirect_chain[0][0] == f"/requirements/?state=proposed&saved={view.pk}"
    page = answer.content.decode()
    assert '<span class="ell">Waiting</span>' in page
    assert ">changed<" not in page
    changed = client.get(f"/requirements/?state=accepted&saved={view.pk}").content.decode()
    assert ">changed<" in changed


def test_a_name_that_is_taken_is_said_beside_it_and_nothing_is_lost(
    client: Client, lin: User
) -> None:
    make_view(lin)

    given = {"place": "requirement-list", "query": "state=accepted", "name": "Waiting"}
    answer = client.post("/views/new/", given)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You have a view of this name already." in page
    assert 'value="state=accepted"' in page


def test_the_menu_speaks_of_the_filters_that_the_list_has_by_now(client: Client, lin: User) -> None:
    mine = make_view(lin)
    make_view(make_user(Role.RND_LEAD), "Of the lead", is_shared=True)
    make_view(make_user(Role.RND_LEAD), "Hidden")
    make_view(lin, "Elsewhere", place="feedback-list")
    url = f"/views/?place=requirement-list&now=&saved={mine.pk}"
    here = {"HX-Current-URL": "http://testserver/requirements/?state=accepted&saved=1"}

    menu = client.get(url, headers=MENU | here).content.decode()

    assert "Waiting" in menu
    assert "Of the lead" in menu
    assert "Hidden" not in menu
    assert "Elsewhere" not in menu
    assert "Keep these filters in “Waiting”" in menu
    assert "query=state%3Daccepted" in menu
    client.post(f"/views/{mine.pk}/filters/", {"before": mine.query, "query": "state=accepted"})
    assert SavedView.objects.get(pk=mine.pk).query == "state=accepted"


def test_a_view_that_was_taken_away_comes_back_by_undo(client: Client, lin: User) -> None:
    view = make_view(lin)

    page = client.post(f"/views/{view.pk}/removal/", follow=True).content.decode()
    assert f"/views/{view.pk}/return/" in page
    assert "No saved views yet" in page
    assert client.get(f"/views/{view.pk}/edit/").status_code == 404

    assert client.post(f"/views/{view.pk}/return/").status_code == 204
    assert "Waiting" in client.get("/views/").content.decode()


def test_others_find_no_view_that_is_not_shared(client: Client, lin: User) -> None:
    view = make_view(make_user(Role.SALESPERSON))

    for url in ("edit", "removal", "filters", "return"):
        assert client.post(f"/views/{view.pk}/{url}/", {"name": "Mine"}).status_code == 404
    page = client.get(f"/requirements/?state=proposed&saved={view.pk}").content.decode()
    assert "Waiting" not in page


def test_a_view_renamed_by_another_shows_both_versions(client: Client, lin: User) -> None:
    view = make_view(lin, "To decide")

    given = {"initial-name": "Waiting", "name": "Mine"}
    answer = client.post(f"/views/{view.pk}/edit/", given)

    assert answer.status_code == 422
    assert "To decide" in answer.content.decode()


def test_the_page_of_all_views_asks_no_more_for_many(client: Client, lin: User) -> None:
    make_view(lin)
    client.get("/views/")
    few = queries_of(lambda: client.get("/views/"))
    for number in range(30):
        make_view(lin, f"View {number}")

    assert queries_of(lambda: client.get("/views/")) == few


def test_the_api_keeps_views_too() -> None:
    caller = call_as(Role.PRODUCT_MANAGER)
    body = {"place": "requirement-list", "name": "Waiting", "query": "state=proposed"}

    made = caller.post("/views", body).json()
    change = {"before": {"name": "Waiting"}, "values": {"name": "To decide", "is_shared": True}}
    changed = caller.patch(f"/views/{made['id']}", change).json()

    assert (changed["name"], changed["is_shared"]) == ("To decide", True)
    assert caller.post("/views", body | {"place": "nowhere"}).status_code == 422
    assert caller.delete(f"/views/{made['id']}").status_code == 200
    assert caller.get(f"/views/{made['id']}").status_code == 404
    assert caller.post(f"/views/{made['id']}/return").status_code == 200
    assert [each["name"] for each in caller.get("/views").json()["items"]] == ["To decide"]
