"""The pool's list as a person uses it."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.answers import text_of, told
from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "div#modal-body"}


def test_the_list_shows_filters_as_chips_that_can_be_taken_away(manager: Client) -> None:
    product = make_product(code="h3", name="H3")
    make_requirement(title="Tension", product=product, state="planned", customers_count=2)
    make_requirement(title="Other")

    page = text_of(manager.get("/requirements/?product=h3&state=planned&customers=1&sort=-revenue"))

    assert "Tension" in page
    assert "Other" not in page
    assert 'href="?product=h3&amp;state=planned&amp;sort=-revenue"' in page
    assert "≥ 1" in page


def test_a_filter_that_is_wrong_is_told_and_left_out(manager: Client) -> None:
    make_requirement(title="Tension")

    page = manager.get("/requirements/?state=nonsense&product=nothing&customers=-4&after=wild")

    assert page.status_code == 200
    assert "was not understood" in text_of(page)
    assert "Tension" in text_of(page)


def test_an_empty_list_says_whether_filters_hide_what_there_is(manager: Client) -> None:
    assert "arrives here automatically" in text_of(manager.get("/requirements/"))
    assert "Take a filter away" in text_of(manager.get("/requirements/?q=nothing"))


def test_mine_are_those_that_i_look_after(manager: Client, lin: User) -> None:
    make_requirement(title="Tension", owner=lin)
    make_requirement(title="Other")

    page = text_of(manager.get("/requirements/?owner=me"))

    assert "Tension" in page
    assert "Other" not in page


def test_scrolling_loads_the_rows_that_follow_and_the_list_asks_for_all_of_them_anew(
    manager: Client,
) -> None:
    for number in range(120):
        make_requirement(title=f"Row {number:03}")
    first = text_of(manager.get("/requirements/?sort=title"))
    following = first.split('id="more" hx-get="')[1].split('"')[0].replace("&amp;", "&")

    more = text_of(
        manager.get(
            f"/requirements/{following}", headers={"HX-Request": "true", "HX-Target": "tr#more"}
        )
    )
    anew = text_of(
        manager.get(
            "/requirements/?sort=title&page=1&page=1",
            headers={"HX-Request": "true", "HX-Target": "tbody#rows"},
        )
    )

    assert first.count("data-pk=") == more.count("data-pk=") == 50
    assert "Row 049" in first
    assert "Row 050" in more
    assert "<html" not in more
    assert anew.count("data-pk=") == 100
    assert anew.count('name="page"') == 2


def test_groups_have_a_heading_with_their_count_and_go_on_over_pages(manager: Client) -> None:
    for number in range(60):
        make_requirement(title=f"Row {number}", state="planned")
    make_requirement(state="proposed")

    first = text_of(manager.get("/requirements/?group=state&sort=number"))
    following = first.split('id="more" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    more = text_of(manager.get(f"/requirements/{following}", headers={"HX-Request": "true"}))

    assert first.count('class="group"') == 2
    assert 'Planned <span class="dim num">60</span>' in first
    assert 'class="group"' not in more.split("<tbody")[1]


def test_columns_stand_in_the_address_and_are_remembered(manager: Client) -> None:
    make_requirement(kind="compliance")

    chosen = text_of(manager.get("/requirements/?cols=kind&cols=number"))
    remembered = text_of(manager.get("/requirements/"))

    for page in (chosen, remembered):
        assert "Compliance" in page.split("<tbody")[1]
        assert 'class="meter' not in page


def test_amounts_are_bands_for_those_who_may_not_see_them(client: Client) -> None:
    make_requirement(revenue=4_860_000)
    client.force_login(make_user(Role.ENGINEER))

    page = text_of(client.get("/requirements/"))

    assert "4.86" not in page
    assert "¥1\u2009M–5" in page


def test_the_forms_behind_filter_and_display_come_when_they_are_opened(manager: Client) -> None:
    make_product(code="h3", name="H3")
    opened = {"HX-Request": "true", "HX-Target": "div#filters"}

    filters = text_of(manager.get("/requirements/filters/?product=h3&sort=rank", headers=opened))
    display = text_of(manager.get("/requirements/display/?product=h3&sort=rank"))

    assert "<html" not in filters
    assert 'name="sort" value="rank"' in filters
    assert 'value="h3" id="id_product_0" checked' in filters
    assert '<option value="rank" selected>' in display
    assert 'name="product" value="h3"' in display


def test_a_cell_is_changed_where_it_stands_and_can_be_taken_back(
    manager: Client, lin: User
) -> None:
    requirement = make_requirement(title="Old", state="accepted")
    url = f"/requirements/{requirement.number}/cell/"
    before = requirement.owner
    changes = {
        "title": ("Old", "New"),
        "owner": (before.pk, lin.pk),
        "priority": ("3", "1"),
        "planned_on": ("", "2026-12-23"),
        "state": ("accepted", "planned"),
    }

    undo = {}
    for code, (old, new) in changes.items():
        assert manager.get(f"{url}{code}/").status_code == 200
        answer = manager.post(f"{url}{code}/", {"before": old, "value": new})
        assert answer.status_code == 200, text_of(answer)
        assert 'data-edit="' in text_of(answer)
        undo[code] = told(answer)["toast"]["undo"]

    requirement.refresh_from_db()
    assert (requirement.title, requirement.owner, requirement.priority) == ("New", lin, 1)
    assert (str(requirement.planned_on), requirement.state) == ("2026-12-23", "planned")
    for address in undo.values():
        assert manager.post(address).status_code == 200
    requirement.refresh_from_db()
    assert (requirement.title, requirement.owner, requirement.priority) == ("Old", before, 3)
    assert (requirement.planned_on, requirement.state) == (None, "accepted")


def test_who_types_over_somebody_elses_change_sees_both_and_chooses(manager: Client) -> None:
    requirement = make_requirement(title="Theirs")
    url = f"/requirements/{requirement.number}/cell/title/"

    both = manager.post(url, {"before": "Old", "value": "Mine"})
    kept = manager.get(f"{url}?as=text")

    assert both.status_code == 409
    assert all(words in text_of(both) for words in ("Theirs", "Mine", "Take mine"))
    assert 'name="before" value="Theirs"' in text_of(both)
    assert "Theirs" in text_of(kept)
    assert manager.post(url, {"before": "Theirs", "value": "Mine"}).status_code == 200


def test_a_cell_says_what_is_wrong_and_stays_as_it_was(manager: Client) -> None:
    requirement = make_requirement(state="planned")
    url = f"/requirements/{requirement.number}/cell/"

    assert manager.post(f"{url}title/", {"before": "x", "value": ""}).status_code == 422
    assert manager.post(f"{url}planned_on/", {"value": "31-31-31"}).status_code == 422
    assert manager.post(f"{url}state/", {"value": "released"}).status_code == 422
    assert manager.get(f"{url}nonsense/").status_code == 404


def test_a_state_that_needs_a_decision_asks_for_the_reason(manager: Client) -> None:
    requirement = make_requirement()
    url = f"/requirements/{requirement.number}/"

    answer = manager.post(f"{url}cell/state/", {"before": "proposed", "value": "rejected"})
    asked = told(answer)["modal-open"]["url"]
    form = manager.get(asked, headers=DIALOG)
    wrong = manager.post(asked, {"decision": "rejected", "reason": " "}, headers=DIALOG)
    done = manager.post(asked, {"decision": "rejected", "reason": "no use"}, headers=DIALOG)

    assert '<option value="rejected" selected>' in text_of(form)
    assert wrong.status_code == 422
    assert {"modal-close", "toast", "requirements-changed"} <= set(told(done))
    requirement.refresh_from_db()
    assert requirement.state == "rejected"
    assert manager.post(asked, {"decision": "deferred", "reason": "later"}).status_code == 302


def test_whose_roles_do_not_allow_it_sees_no_buttons_and_is_refused(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    requirement = make_requirement(title="Old", state="accepted")
    url = f"/requirements/{requirement.number}/cell/"

    assert "data-edit" not in text_of(client.get("/requirements/")).split("<tbody")[1]
    for code, value in (("title", "New"), ("priority", "1"), ("state", "planned")):
        before = {"title": "Old", "priority": "3", "state": "accepted"}[code]
        answer = client.post(f"{url}{code}/", {"before": before, "value": value})
        assert answer.status_code == 403
        assert told(answer)["toast"]["tone"] == "bad"
    place = client.post("/requirements/rank/", {"pk": requirement.pk})
    bulk = client.post(
        "/requirements/bulk/", {"field": "priority", "priority": "1", "pk": [requirement.pk]}
    )
    assert place.status_code == 403
    assert bulk.status_code == 422
    assert client.post("/requirements/undo/?first=1&last=9").status_code == 403


def test_a_row_is_dropped_in_its_place_and_taken_back(manager: Client) -> None:
    a, b, c = [make_requirement(title=title) for title in "abc"]

    answer = manager.post("/requirements/rank/", {"pk": c.pk, "after": a.pk, "before": b.pk})

    order = Requirement.objects.order_by("rank").values_list("title", flat=True)
    assert list(order) == ["a", "c", "b"]
    assert manager.post(told(answer)["toast"]["undo"]).status_code == 200
    assert list(order.all()) == ["a", "b", "c"]
    assert manager.post("/requirements/rank/", {"pk": "x"}).status_code == 422
    assert manager.post("/requirements/undo/?first=x&last=1").status_code == 404
    assert manager.post("/requirements/undo/?first=999&last=999").status_code == 404


def test_the_file_holds_what_is_filtered_with_amounts_as_the_person_may_see_them(
    client: Client, lin: User
) -> None:
    make_requirement(title="=HYPERLINK()", revenue=4_860_000, state="planned")
    make_requirement(title="Other")

    def lines(user: User) -> list[dict[str, str]]:
        client.force_login(user)
        answer = client.get("/requirements/export/?state=planned")
        # The server writes it after the answer has left the reader's language behind.
        with override("zh-hans"):
            content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return list(csv.DictReader(StringIO(content)))

    [seen] = lines(lin)
    [guessed] = lines(make_user(Role.ENGINEER))

    assert seen["Requirement"] == "'=HYPERLINK()"
    assert seen["Revenue"] == "4860000.00"
    assert guessed["Revenue"] == "¥1\u2009M–5\u2009M"


def test_a_requirement_is_looked_at_beside_the_list(manager: Client, client: Client) -> None:
    requirement = make_requirement(title="Tension", description="Film breaks", revenue=50_000)

    peek = text_of(manager.get(f"/requirements/{requirement.number}/peek/"))

    assert all(words in peek for words in ("Tension", "Film breaks", "50\u2009K", "Decide"))
    assert manager.get("/requirements/REQ-404/peek/").status_code == 404


@pytest.mark.parametrize("query", ["", "?group=owner", "?sort=planned&customers=0"])
def test_the_list_costs_the_same_for_three_and_for_fifty(manager: Client, query: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            manager.get(f"/requirements/{query}")
        return len(queries)

    manager.get("/requirements/")
    for _ in range(3):
        make_requirement(milestone=make_milestone())
    few = cost()
    for _ in range(50):
        make_requirement(milestone=make_milestone())

    assert cost() == few


def test_rows_that_are_drawn_anew_bring_their_number_along(manager: Client) -> None:
    make_requirement(state="proposed")
    rows = {"HX-Request": "true", "HX-Target": "tbody#rows"}

    again = text_of(manager.get("/requirements/", headers=rows))

    assert '<hx-partial hx-target="#list-count" hx-swap="innerHTML">1</hx-partial>' in again
    assert 'hx-target="#list-tabs"' in again
    more = text_of(
        manager.get("/requirements/", headers={"HX-Request": "true", "HX-Target": "tr#more"})
    )
    assert "hx-partial" not in more


def test_finished_work_stands_in_a_view_of_its_own(manager: Client) -> None:
    make_requirement(title="Being built", state="in_development")
    make_requirement(title="Out already", state="released")
    make_requirement(title="Turned down", state="rejected")

    def titles(query: str) -> set[str]:
        page = text_of(manager.get(f"/requirements/{query}"))
        return {each for each in ("Being built", "Out already", "Turned down") if each in page}

    assert titles("") == {"Being built"}
    assert titles("?state=released&state=validated") == {"Out already"}
    assert titles("?show=all") == {"Being built", "Out already", "Turned down"}
    assert titles("?q=already") == {"Out already"}


def test_what_is_searched_for_stands_in_its_box_alone(manager: Client) -> None:
    make_requirement(title="Splice")

    page = text_of(manager.get("/requirements/?q=splice&priority=3"))
    form = text_of(manager.get("/requirements/filters/?q=splice"))

    assert 'type="search" name="q" value="splice"' in page
    assert "<b>splice</b>" not in page
    assert '<input type="hidden" name="q" value="splice"' in form
    assert "data-remove" in form
