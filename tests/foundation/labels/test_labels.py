"""Labels: made, changed, put on objects, shown and asked for."""

import json
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
from twintrack.foundation.access.refusals import NotAllowed, NotThere, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.labels import operations, queries
from twintrack.foundation.labels.models import Label, Labelling
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lin(client: Client) -> User:
    user = make_user(Role.PRODUCT_MANAGER)
    client.force_login(user)
    return user


def make_label(name: str, by: User | None = None) -> Label:
    maker = by or make_user(Role.PRODUCT_MANAGER)
    return operations.add_label(name=name, colour="blue", by=maker, at=AT)


def names_on(requirement: Requirement) -> list[str]:
    return [each.name for each in queries.labels_of(requirement)]


def test_a_label_has_a_name_of_its_own() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    label = make_label("  Big \n fair ")

    assert label.name == "Big fair"
    with pytest.raises(operations.LabelNameTaken):
        make_label("big FAIR")
    for name in ("", "  ", "x" * 41):
        with pytest.raises(operations.LabelNameUnfit):
            make_label(name)
    operations.remove_label(label=label, by=lin, at=AT)
    again = make_label("Big fair")
    with pytest.raises(operations.LabelNameTaken):
        operations.restore_label(label=label, by=lin, at=AT)
    assert list(queries.list_labels(for_user=lin)) == [again]


def test_a_label_is_changed_by_those_who_decide_and_never_unseen() -> None:
    label, lin = make_label("One"), make_user(Role.PRODUCT_MANAGER)
    with pytest.raises(NotAllowed):
        operations.change_label(
            label=label, before={}, after={"name": "x"}, by=make_user(Role.SALESPERSON), at=AT
        )
    for before, after in (("One", "Two"), ("Two", "Two")):
        operations.change_label(
            label=label, before={"name": before}, after={"name": after}, by=lin, at=AT
        )
    with pytest.raises(StaleEdit):
        operations.change_label(
            label=label, before={"name": "One"}, after={"name": "Three"}, by=lin, at=AT
        )

    kinds = [each.kind for each in Entry.objects.order_by("pk")]
    assert kinds == ["label.added", "label.changed"]


def test_labels_are_put_on_and_taken_off_with_what_others_did_left_alone() -> None:
    requirement, lin = make_requirement(), make_user(Role.ENGINEER)
    one, two = make_label("One"), make_label("Two")
    operations.relabel(about=requirement, put_on=[one], new=["three", "ONE"], by=lin, at=AT)
    operations.relabel(about=requirement, put_on=[two, one], take_off=[one], by=lin, at=AT)
    operations.relabel(about=requirement, put_on=[two], by=lin, at=AT)

    assert names_on(requirement) == ["Two", "three"]
    last = Entry.objects.filter(kind="object.labelled").last()
    assert last is not None
    assert last.subject == f"requirement:{requirement.pk}"
    assert (last.payload["put_on"], last.payload["taken_off"]) == (["Two"], ["One"])
    assert Entry.objects.filter(kind="object.labelled").count() == 2
    with pytest.raises(NotAllowed):
        operations.relabel(about=requirement, put_on=[one], by=make_user(Role.SALESPERSON), at=AT)
    with pytest.raises(NotThere):
        operations.relabel(about=lin, put_on=[one], by=lin, at=AT)


def test_many_are_labelled_at_once_and_only_where_it_is_new() -> None:
    lin, label = make_user(Role.PRODUCT_MANAGER), make_label("One")
    several = [make_requirement() for _each in range(3)]
    operations.relabel(about=several[0], put_on=[label], by=lin, at=AT)

    many = operations.label_many(objects=several, put_on=[label], by=lin, at=AT)

    assert [entry.about_id for entry in many] == [each.pk for each in several[1:]]
    assert Labelling.objects.count() == 3
    with pytest.raises(operations.TooManyAtOnce):
        operations.label_many(objects=several * 200, put_on=[label], by=lin, at=AT)
    assert operations.label_many(objects=[], put_on=[label], by=lin, at=AT) == []


def test_what_was_put_on_many_is_taken_back_where_it_still_is() -> None:
    lin, zhou = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    one, two = make_label("One"), make_label("Two")
    several = [make_requirement() for _each in range(4)]
    operations.relabel(about=several[0], put_on=[one], by=lin, at=AT)
    told = operations.label_many(objects=several, put_on=[one, two], by=lin, at=AT)
    operations.relabel(about=several[1], take_off=[one, two], by=lin, at=AT)
    Requirement.objects.filter(pk=several[2].pk).update(state="merged")
    several = list(Requirement.objects.order_by("pk"))

    def take_back(by: User) -> int:
        put_on = queries.list_put_on("requirement", told[0].pk, told[-1].pk, by=by)
        return operations.take_back(put_on=put_on, by=by, at=AT)

    assert take_back(zhou) == 0
    assert take_back(lin) == 2
    assert [names_on(each) for each in several] == [["One"], [], ["One", "Two"], []]
    assert Entry.objects.filter(kind="object.labelled").count() == 1 + 4 + 1 + 2
    assert take_back(lin) == 0


def test_the_labels_of_a_closed_requirement_stay() -> None:
    lin, merged = make_user(Role.PRODUCT_MANAGER), make_requirement(state="merged")

    with pytest.raises(operations.LabelsFixed):
        operations.relabel(about=merged, new=["One"], by=lin, at=AT)

    assert operations.label_many(objects=[merged], new=["One"], by=lin, at=AT) == []
    assert names_on(merged) == []


def test_a_removed_label_is_on_nothing_until_it_is_restored() -> None:
    lin, requirement, label = make_user(Role.PRODUCT_MANAGER), make_requirement(), make_label("One")
    operations.relabel(about=requirement, put_on=[label], by=lin, at=AT)

    operations.remove_label(label=label, by=lin, at=AT)
    assert names_on(requirement) == []
    assert not queries.ids_labelled("requirement", [label.pk])
    operations.restore_label(label=label, by=lin, at=AT)
    assert names_on(requirement) == ["One"]


def test_every_kind_of_page_shows_labels_in_its_properties(client: Client, lin: User) -> None:
    milestone = make_milestone()
    admin = make_user(Role.ADMIN)
    client.force_login(admin)
    label = make_label("<Fair>")
    pages = {
        f"/requirements/{(requirement := make_requirement()).number}/": requirement,
        f"/feedback/{(feedback := make_feedback()).number}/": feedback,
        f"/customers/{(customer := make_customer()).number}/": customer,
        f"/opportunities/{(opportunity := make_opportunity()).number}/": opportunity,
        f"/products/{(product := make_product()).code}/": product,
        f"/milestones/{milestone.number}/": milestone,
        f"/projects/{milestone.project.number}/": milestone.project,
    }
    for url, about in pages.items():
        assert "Add a label" in client.get(url).content.decode(), url
        operations.relabel(about=about, put_on=[label], by=admin, at=AT)

        page = client.get(url).content.decode()
        assert "&lt;Fair&gt;" in page, url
        assert "<Fair>" not in page, url


def test_labels_are_edited_in_place_with_and_without_htmx(client: Client, lin: User) -> None:
    requirement, one, two = make_requirement(), make_label("One"), make_label("Two")
    url = f"/labels/on/requirement/{requirement.pk}/"
    form = client.get(f"{url}?edit=labels", headers=HTMX).content.decode()
    assert f'<option value="{one.pk}">One</option>' in form

    done = client.post(url, {"label": [one.pk, "Fresh"]}, headers=HTMX)
    assert "Fresh" in done.content.decode()
    operations.relabel(about=requirement, put_on=[two], by=lin, at=AT)
    plain = client.post(url, {"label": [], "seen": [one.pk]}, follow=True)
    assert plain.redirect_chain[-1][0] == f"/requirements/{requirement.number}/"
    assert names_on(requirement) == ["Fresh", "Two"]

    wrong = client.post(url, {"label": ["x" * 41]}, headers=HTMX)
    assert wrong.status_code == 422
    assert "1 to 40 characters" in wrong.content.decode()
    assert "x" * 41 in wrong.content.decode()

    client.force_login(make_user(Role.SALESPERSON))
    assert client.post(url, {"label": [one.pk]}).status_code == 403
    assert "Edit labels" not in client.get(url).content.decode()
    assert client.get("/labels/on/requirement/999999/").status_code == 404
    assert client.get(f"/labels/on/user/{lin.pk}/").status_code == 404


def test_lists_and_the_board_show_labels_and_are_narrowed_by_them(
    client: Client, lin: User
) -> None:
    one, two = make_label("Fair"), make_label("Europe")
    requirement, other = make_requirement(title="First"), make_requirement(title="Second")
    feedback, silent = make_feedback(title="Loud"), make_feedback(title="Silent")
    operations.relabel(about=requirement, put_on=[one], by=lin, at=AT)
    operations.relabel(about=feedback, put_on=[one, two], by=lin, at=AT)

    for url in ("/requirements/", "/requirements/board/", "/feedback/?view=all"):
        assert 'data-hue="blue"' in client.get(url).content.decode(), url
        assert "&lt;i data-hue" not in client.get(url).content.decode(), url
    narrowed = client.get(f"/requirements/?label={one.pk}").content.decode()
    assert requirement.title in narrowed
    assert other.title not in narrowed
    assert "<b>Fair</b>" in narrowed
    narrowed = client.get(f"/feedback/?view=all&label={two.pk}").content.decode()
    assert feedback.title in narrowed
    assert silent.title not in narrowed


@pytest.mark.parametrize("url", ["/requirements/", "/requirements/board/", "/feedback/?view=all"])
def test_lists_cost_the_same_however_many_labels_there_are(
    client: Client, lin: User, url: str
) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            for about in (make_requirement(), make_feedback()):
                label = f"Label {number}"
                operations.relabel(about=about, new=[label], by=make_user(Role.ADMIN), at=AT)

    client.get(url)
    grow(2)
    few = queries_of(lambda: client.get(url))
    grow(9)

    assert queries_of(lambda: client.get(url)) <= few


def test_selected_requirements_are_labelled_from_the_list(client: Client, lin: User) -> None:
    several = [make_requirement(), make_requirement()]
    ids = [each.pk for each in several]
    page = client.get("/requirements/").content.decode()
    assert "/labels/several/requirement/" in page
    dialog = {"HX-Request": "true", "HX-Target": "div#modal-body"}
    form = client.get("/labels/several/requirement/", {"pk": ids}, headers=dialog)
    assert "Label 2 entries" in form.content.decode()

    done = client.post("/labels/several/requirement/", {"pk": ids, "label": "Fair"}, headers=dialog)

    told = json.loads(done.headers["HX-Trigger"])["toast"]
    assert told["text"] == "2 entries labelled"
    assert [names_on(each) for each in several] == [["Fair"], ["Fair"]]
    assert client.post(told["undo"]).status_code == 204
    assert [names_on(each) for each in several] == [[], []]
    assert client.post("/labels/several/requirement/undo/?first=x").status_code == 404
    wrong = {"pk": ids, "label": "x" * 41}
    assert client.post("/labels/several/requirement/", wrong).status_code == 422


def test_what_one_may_not_see_is_not_labelled(client: Client) -> None:
    inside, outside = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    hidden = make_requirement(product=product)
    client.force_login(outside)

    assert client.get(f"/labels/on/requirement/{hidden.pk}/").status_code == 404
    client.post("/labels/several/requirement/", {"pk": [hidden.pk], "label": "Fair"})

    assert names_on(hidden) == []


def test_the_page_of_labels_makes_changes_and_removes_them(client: Client, lin: User) -> None:
    assert "No labels yet" in client.get("/settings/labels/").content.decode()
    client.post("/settings/labels/new/", {"name": "Fair", "colour": "red"})
    label = Label.objects.get()
    assert "Fair" in client.get("/settings/labels/").content.decode()
    assert (
        client.post("/settings/labels/new/", {"name": "fair", "colour": "red"}).status_code == 422
    )

    seen = {"initial-name": "Fair", "initial-colour": "red"}
    edit = f"/settings/labels/{label.pk}/edit/"
    client.post(edit, {"name": "Expo", "colour": "teal"} | seen)
    label.refresh_from_db()
    assert (label.name, label.colour) == ("Expo", "teal")
    stale = client.post(edit, {"name": "Third", "colour": "teal"} | seen)
    assert stale.status_code == 422

    gone = client.post(f"/settings/labels/{label.pk}/removal/", headers=HTMX)
    assert "restoration" in gone.headers["HX-Trigger"]
    assert "Expo" not in client.get("/settings/labels/").content.decode()
    client.post(f"/settings/labels/{label.pk}/restoration/")
    assert "Expo" in client.get("/settings/labels/").content.decode()
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get(edit).status_code == 403
    assert client.post(f"/settings/labels/{label.pk}/removal/").status_code == 403


def test_the_api_does_what_the_pages_do() -> None:
    api = call_as(Role.PRODUCT_MANAGER)
    requirement = make_requirement()
    on = f"/labels/on/requirement/{requirement.pk}"

    made = api.post("/labels", {"name": "Fair", "colour": "red"})
    assert made.status_code == 201
    pk = made.json()["id"]
    assert api.post("/labels", {"name": "FAIR"}).status_code == 409
    body = {"before": {"name": "Fair"}, "name": "Expo"}
    assert api.patch(f"/labels/{pk}", body).json()["name"] == "Expo"
    put = api.post(on, {"put_on": [pk], "new": ["Fresh"]}).json()["items"]
    assert [each["name"] for each in put] == ["Expo", "Fresh"]
    assert api.post(on, {"put_on": [999999]}).status_code == 422
    left = api.post(on, {"take_off": [pk]}).json()["items"]
    assert [each["name"] for each in left] == ["Fresh"]
    assert api.get(on).json()["items"] == left
    several = {"ids": [requirement.pk], "put_on": [pk]}
    told = api.post("/labels/on/requirement", several).json()
    assert told["changed"] == 1
    taken = api.post("/labels/on/requirement/take-back", {k: told[k] for k in ("first", "last")})
    assert taken.json()["changed"] == 1
    assert api.get(on).json()["items"] == left
    assert api.delete(f"/labels/{pk}").status_code == 200
    assert len(api.get("/labels").json()["items"]) == 1
    assert api.post(f"/labels/{pk}/restoration").json()["name"] == "Expo"
