"""Pages of work as people use them."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.answers import text_of, told
from tests.factories.backlog import make_requirement
from tests.factories.iterations import make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.work import make_work_item
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.work.models import WorkItem

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHANGEABLE = (
    *("title", "description", "kind", "priority", "assignee", "module", "project", "requirement"),
    *("parent", "iteration", "release", "points", "estimate_hours", "remaining_hours", "due_on"),
    *("severity", "found_in", "environment", "is_escaped", "caused_by"),
    "caused_by_commit",
)
HTMX = {"HX-Request": "true"}
DIALOG = HTMX | {"HX-Target": "div#modal-body"}


def fresh(item: WorkItem) -> WorkItem:
    return WorkItem.objects.get(pk=item.pk)


def test_views_and_filters_show_what_they_say(engineer: Client, zhou: User) -> None:
    make_work_item(title="Mine here", assignee=zhou, iteration=make_iteration(name="Sprint 7"))
    make_work_item(title="Broken <b>", defect={}, blocked_at=AT, blocked_reason="No bench")
    make_work_item(title="Long over", state="done", done_at=AT)

    for address, shown, hidden in (
        ("", ("Mine here", "Broken &lt;b&gt;", "Sprint 7", "No bench"), ("Long over",)),
        ("?view=mine", ("Mine here",), ("Broken",)),
        ("?assignee=me", ("Mine here",), ("Broken",)),
        ("?view=defects&sort=-priority", ("Broken",), ("Mine here",)),
        ("?view=unplanned", ("Broken",), ("Mine here",)),
        ("?view=blocked&sort=points", ("Broken",), ("Mine here",)),
        ("?view=done", ("Long over",), ("Broken",)),
        ("?q=over", ("Long over",), ("Broken",)),
        ("?kind=nonsense&after=wild&page=x", ("Mine here",), ()),
        ("?q=nothing", ("No work item matches",), ("Broken",)),
    ):
        page = text_of(engineer.get(f"/work/{address}"))
        assert all(each in page for each in shown), address
        assert not any(each in page for each in hidden), address
    idle = Client()
    idle.force_login(make_user(Role.ENGINEER))
    assert "Nothing is yours to do" in text_of(idle.get("/work/?view=mine"))
    # What one has begun stands first.
    make_work_item(title="Begun", assignee=zhou, state="in_progress")
    mine = text_of(engineer.get("/work/?view=mine"))
    assert mine.index("Begun") < mine.index("Mine here")


def test_the_end_of_a_list_brings_the_rows_that_follow(engineer: Client) -> None:
    product = make_product()
    for number in range(60):
        make_work_item(product=product, title=f"Row {number:02}")

    page = text_of(engineer.get("/work/"))
    [more] = re.findall(r'id="more" hx-get="\?([^"]+)"', page)
    rest = text_of(engineer.get(f"/work/?{more}", headers=HTMX | {"HX-Target": "tr#more"}))

    assert "Row 49" in page
    assert "Row 50" not in page
    assert "<html" not in rest
    assert "Row 50" in rest


def test_a_cell_is_changed_where_it_stands_and_shows_both_versions(engineer: Client) -> None:
    item = make_work_item(points=Decimal(3), title="Old")
    cell = f"/work/{item.number}/cell/points/"
    assert 'name="value"' in text_of(engineer.get(cell))

    saved = engineer.post(cell, {"before": "3.0", "value": "5"}, headers=HTMX)
    stale = engineer.post(cell, {"before": "3.0", "value": "8"}, headers=HTMX)
    wrong = engineer.post(cell, {"before": "5", "value": "-8"}, headers=HTMX)

    assert fresh(item).points == 5
    assert "undo" in told(saved)["toast"]
    assert stale.status_code == 409
    assert "Take mine" in text_of(stale)
    assert wrong.status_code == 422
    assert engineer.get(f"/work/{item.number}/cell/rank/").status_code == 404
    state = f"/work/{item.number}/cell/state/"
    engineer.post(state, {"before": "todo", "value": "in_review"}, headers=HTMX)
    engineer.post(
        f"/work/{item.number}/cell/assignee/",
        {"before": str(fresh(item).assignee_id), "value": ""},
        headers=HTMX,
    )
    assert (fresh(item).state, fresh(item).assignee) == ("in_review", None)


def test_a_card_moves_and_one_seen_too_long_ago_does_not(engineer: Client) -> None:
    one, two = make_work_item(), make_work_item(state="in_progress")
    move = {"pk": one.pk, "col": "in_progress", "after": two.pk, "revision": "todo"}

    moved = engineer.post("/work/move/", move, headers=HTMX)
    stale = engineer.post("/work/move/", move | {"col": "done"}, headers=HTMX)
    again = engineer.post("/work/move/", {"pk": one.pk, "col": "nowhere"}, headers=HTMX)

    assert moved.status_code == 200
    assert (fresh(one).state, fresh(one).rank > two.rank) == ("in_progress", True)
    assert stale.status_code == 409
    assert "in the meantime" in told(stale)["toast"]["text"]
    assert again.status_code == 422
    board = text_of(engineer.get("/work/board/"))
    assert f'data-pk="{one.pk}" data-revision="in_progress"' in board
    assert "By requirement" in board
    assert "swim-name" in text_of(engineer.get("/work/board/?lanes=priority&many=todo.100"))


def test_what_was_done_by_mistake_is_taken_back(engineer: Client) -> None:
    item = make_work_item()
    other = make_work_item()
    bulk = {"field": "priority", "pk": [item.pk, other.pk], "priority": "1"}

    done = engineer.post("/work/bulk/", bulk, headers=DIALOG)
    assert fresh(item).priority == fresh(other).priority == 1
    engineer.post(told(done)["toast"]["undo"], headers=HTMX)
    assert fresh(item).priority == fresh(other).priority == 3

    assert engineer.get("/work/bulk/?field=rank").status_code == 404
    refused = engineer.post(
        "/work/bulk/",
        {"field": "state", "pk": make_work_item(state="cancelled").pk, "state": "done"},
        headers=DIALOG,
    )
    assert "does not lead to" in text_of(refused)
    assert engineer.post("/work/undo/?first=x&last=1").status_code == 404


def test_new_work_begins_with_what_the_page_is_about(engineer: Client) -> None:
    product = make_product()
    requirement = make_requirement(product=product)

    form = engineer.get(f"/work/new/?product={product.pk}&requirement={requirement.pk}")
    given = {
        "product": product.pk,
        "kind": "defect",
        "title": "It breaks",
        "severity": "blocker",
        "is_escaped": "on",
        "priority": "1",
        "requirement": requirement.pk,
    }
    made = engineer.post("/work/new/", given)
    wrong = engineer.post("/work/new/", given | {"product": make_product().pk}, headers=DIALOG)

    assert f'value="{requirement.pk}" selected' in text_of(form)
    item = WorkItem.objects.get()
    assert made.headers["Location"] == reverse("work-item-detail", args=[item.number])
    assert (item.requirement, item.defect.is_escaped) == (requirement, True)
    assert wrong.status_code == 422
    assert "another product" in text_of(wrong)


def test_the_page_of_a_work_item_changes_all_of_it(engineer: Client, zhou: User) -> None:
    item = make_work_item(title="Old", defect={"severity": "major"})
    at = f"/work/{item.number}/"
    for code in CHANGEABLE:
        assert 'name="value"' in text_of(engineer.get(f"{at}?edit={code}")), code

    engineer.post(f"{at}fields/title/", {"before": "Old", "value": "New"})
    stale = engineer.post(f"{at}fields/title/", {"before": "Old", "value": "Mine"}, headers=HTMX)
    empty = engineer.post(f"{at}fields/title/", {"before": "New", "value": " "}, headers=HTMX)
    engineer.post(f"{at}fields/is_escaped/", {"before": "False", "value": "True"})
    engineer.post(f"{at}state/", {"state": "in_progress"})
    engineer.post(f"{at}block/", {"reason": "No bench"}, headers=DIALOG)

    found = fresh(item)
    assert (stale.status_code, empty.status_code) == (409, 422)
    assert (found.title, found.defect.is_escaped, found.assignee) == ("New", True, zhou)
    page = text_of(engineer.get(at))
    assert "No bench" in page
    assert "Found by a customer" in page
    engineer.post(f"{at}unblocked/")
    assert not fresh(item).is_blocked
    assert "not blocked" in text_of(engineer.post(f"{at}unblocked/", follow=True))
    assert engineer.post(f"{at}fields/rank/").status_code == 404
    assert "New" in text_of(engineer.get(f"{at}peek/"))


def test_smaller_work_and_links_are_added_where_they_stand(engineer: Client) -> None:
    item, other = make_work_item(), make_work_item(title="Other work")
    at = f"/work/{item.number}/"

    engineer.post(f"{at}parts/", {"title": "A part"}, headers=HTMX | {"HX-Target": "#parts"})
    nameless = engineer.post(f"{at}parts/", {"title": ""})
    engineer.post(f"{at}links/", {"kind": "blocks", "other": other.pk})
    refused = engineer.post(f"{at}links/", {"kind": "blocks", "other": item.pk}, headers=DIALOG)

    page = text_of(engineer.get(at))
    assert "A part" in page
    assert "Other work" in page
    assert nameless.status_code == refused.status_code == 422
    assert "is blocked by" in text_of(engineer.get(f"/work/{other.number}/"))
    link = item.links_out.get()
    engineer.post(f"{at}links/{link.pk}/")
    assert not item.links_out.exists()
    found = engineer.get("/work/choices/?q=other").json()["items"]
    assert [each["value"] for each in found] == [str(other.pk)]


def test_a_requirement_shows_its_work_and_takes_more(engineer: Client) -> None:
    requirement = make_requirement()
    make_work_item(product=requirement.product, requirement=requirement, state="done", done_at=AT)
    panel = reverse("requirement-work", args=[requirement.number])

    added = engineer.post(panel, {"title": "Design it", "kind": "story"}, headers=HTMX)
    nameless = engineer.post(panel, {"title": " "}, headers=HTMX)

    assert "Design it" in text_of(added)
    assert "1 / 2" in text_of(engineer.get(f"/requirements/{requirement.number}/"))
    assert nameless.status_code == 422


def test_strangers_and_sales_do_not_change_work(client: Client) -> None:
    item = make_work_item()
    hidden = make_work_item(product=make_product(reach="teams"))
    client.force_login(make_user(Role.SALESPERSON))

    page = text_of(client.get("/work/"))
    assert item.title in page
    assert hidden.title not in page
    assert "data-edit" not in page
    for at in (f"/work/{hidden.number}/", f"/work/{hidden.number}/peek/"):
        assert client.get(at).status_code == 404
    assert client.get("/work/new/").status_code == 403
    assert client.post(f"/work/{item.number}/state/", {"state": "done"}).status_code == 403
    assert client.post("/work/move/", {"pk": item.pk, "col": "done"}).status_code == 403


def test_pages_ask_no_more_when_there_is_more(engineer: Client, zhou: User) -> None:
    def fill(count: int) -> WorkItem:
        item = make_work_item()
        for _each in range(count):
            product = make_product()
            make_work_item(
                product=product,
                assignee=make_user(),
                requirement=make_requirement(product=product),
                iteration=make_iteration(),
                parent=item,
            )
        return item

    pages = ["/work/", "/work/?view=all&sort=-updated", "/work/board/?lanes=assignee"]
    first = fill(2)
    engineer.get("/work/")
    few = [queries_of(lambda at=at: engineer.get(at)) for at in [*pages, f"/work/{first.number}/"]]
    second = fill(9)
    many = [
        queries_of(lambda at=at: engineer.get(at)) for at in [*pages, f"/work/{second.number}/"]
    ]

    assert few == many
