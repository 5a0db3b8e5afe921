"""The pool as a board: columns with sums, cards that are moved, refusals with their reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.answers import text_of, told
from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.board import COLUMNS, column_of, read_board
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.pool import PoolFilter

pytestmark = pytest.mark.django_db


def column(page: str, code: str) -> str:
    return page.split(f'data-col="{code}"')[1].split("</section>", maxsplit=1)[0]


def test_each_column_tells_how_many_and_how_much_beyond_the_cards_it_shows(lin: User) -> None:
    for _each in range(3):
        make_requirement(state="planned", revenue=Decimal(10))
    make_requirement(state="under_review")
    make_requirement(state="rejected")

    filled = {
        each.column.code: each
        for each in read_board(for_user=lin, only=PoolFilter(), limits={"planned": 2})
    }

    planned = filled["planned"]
    assert (planned.count, planned.revenue, len(planned.cards)) == (3, 30, 2)
    assert planned.has_more
    assert filled["review"].count == 1
    assert sum(each.count for each in filled.values()) == 4
    assert column_of(make_requirement(state="rejected")) is None


def test_cards_stand_by_hand_or_by_value_and_what_is_done_by_its_newest(lin: User) -> None:
    for title, value in (("a", 1), ("b", 9)):
        make_requirement(title=title, value_score=value, state="planned")
    old = make_requirement(title="old", state="released")
    new = make_requirement(title="new", state="validated")
    Requirement.objects.filter(pk=old.pk).update(updated_at="2026-11-01T00:00:00Z")
    Requirement.objects.filter(pk=new.pk).update(updated_at="2026-11-02T00:00:00Z")

    def titles(code: str, *, by_value: bool = False) -> list[str]:
        board = read_board(for_user=lin, only=PoolFilter(), limits={}, by_value=by_value)
        return [card.title for each in board if each.column.code == code for card in each.cards]

    assert titles("planned") == ["a", "b"]
    assert titles("planned", by_value=True) == ["b", "a"]
    assert titles("released") == ["new", "old"]


def test_the_board_shows_cards_in_columns_narrowed_by_product(manager: Client) -> None:
    h3 = make_product(code="h3", name="H3")
    make_requirement(title="Tension <b>", product=h3, state="planned", customers_count=4)
    make_requirement(title="Other", state="planned")

    page = text_of(manager.get("/requirements/board/"))
    narrowed = text_of(manager.get("/requirements/board/?product=h3"))

    assert "Tension &lt;b&gt;" in column(page, "planned")
    assert "Other" in column(page, "planned")
    assert "Other" not in narrowed
    assert [each.code for each in COLUMNS] == [
        part.split('"')[0] for part in page.split('data-col="')[1:]
    ]


def test_a_card_without_a_day_of_its_own_shows_paler_the_one_of_its_milestone(
    manager: Client,
) -> None:
    beta = make_milestone(forecast_on=date(2027, 3, 9))
    make_requirement(state="planned", milestone=beta)
    make_requirement(state="released", milestone=beta, planned_on=date(2027, 3, 2))

    page = text_of(manager.get("/requirements/board/"))

    inherited, own = column(page, "planned"), column(page, "released")
    assert "9 Mar" in inherited
    assert 'class="num dim"' in inherited
    assert "2 Mar" in own
    assert 'class="num dim"' not in own


def test_an_empty_board_says_what_will_stand_there(manager: Client) -> None:
    words = "Nothing waits for review."
    empty = text_of(manager.get("/requirements/board/"))
    searched = text_of(manager.get("/requirements/board/?q=tension"))
    make_requirement(state="proposed")

    assert words in column(empty, "review")
    assert words not in searched
    assert words not in text_of(manager.get("/requirements/board/"))


@pytest.mark.parametrize("lanes", ["product", "owner"])
def test_swimlanes_part_the_cards(manager: Client, lin: User, lanes: str) -> None:
    h3 = make_product(name="H3")
    make_requirement(title="Tension", product=h3, owner=lin)
    make_requirement(title="Other")

    page = text_of(manager.get(f"/requirements/board/?lanes={lanes}"))

    name = "H3" if lanes == "product" else "Lin"
    [swim] = [each for each in page.split('class="swim"') if f'aria-label="{name}"' in each[:80]]
    assert "Tension" in swim
    assert "Other" not in swim


def test_a_long_column_loads_further_and_ends_in_the_list(manager: Client) -> None:
    for _each in range(52):
        make_requirement(state="planned")

    first = text_of(manager.get("/requirements/board/"))
    address = first.split("lane-more")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    more = text_of(
        manager.get(
            f"/requirements/board/{address}",
            headers={"HX-Request": "true", "HX-Target": "div#board"},
        )
    )

    assert first.count("data-pk=") == 50
    assert more.count("data-pk=") == 52
    assert "<html" not in more
    assert "lane-more" not in more
    assert manager.get("/requirements/board/?many=planned.x&many=wild").status_code == 200


def test_a_card_is_moved_to_its_place_in_the_next_column_and_taken_back(manager: Client) -> None:
    a, b = [make_requirement(title=t, state="in_development") for t in "ab"]
    card = make_requirement(title="c", state="planned")
    rank = card.rank

    answer = manager.post(
        "/requirements/move/",
        {"pk": card.pk, "col": "in_development", "after": a.pk, "before": b.pk},
    )

    assert answer.status_code == 200
    order = Requirement.objects.order_by("rank").values_list("title", flat=True)
    card.refresh_from_db()
    assert card.state == "in_development"
    assert list(order) == ["a", "c", "b"]
    assert card.rank != rank
    manager.post(told(answer)["toast"]["undo"])
    card.refresh_from_db()
    assert card.state == "planned"


def test_a_card_is_ranked_within_its_column(manager: Client) -> None:
    a, b = [make_requirement(title=title, state="planned") for title in "ab"]

    manager.post("/requirements/move/", {"pk": b.pk, "col": "planned", "before": a.pk})

    order = Requirement.objects.order_by("rank").values_list("title", flat=True)
    assert list(order) == ["b", "a"]


def test_a_move_that_life_does_not_allow_is_refused_with_its_reason(manager: Client) -> None:
    card = make_requirement(state="planned")

    for col in ("released", "review"):
        answer = manager.post("/requirements/move/", {"pk": card.pk, "col": col})
        assert answer.status_code == 409
        assert "leads to In development or Accepted only" in told(answer)["toast"]["text"]
        assert told(answer)["toast"]["tone"] == "bad"
    card.refresh_from_db()
    assert card.state == "planned"
    assert manager.post("/requirements/move/", {"pk": card.pk, "col": "x"}).status_code == 422


def test_a_card_moved_from_review_to_accepted_asks_for_the_decision(manager: Client) -> None:
    card = make_requirement()

    answer = manager.post("/requirements/move/", {"pk": card.pk, "col": "accepted"})

    assert answer.status_code == 409
    assert told(answer)["modal-open"]["url"] == (
        f"/requirements/{card.number}/decide/?decision=accepted"
    )
    later = manager.post("/requirements/move/", {"pk": card.pk, "col": "planned"})
    assert "accepted in a review first" in told(later)["toast"]["text"]


def test_who_may_not_move_cards_has_no_way_to_try(client: Client) -> None:
    card = make_requirement(state="planned")
    client.force_login(make_user(Role.SALESPERSON))

    page = text_of(client.get("/requirements/board/"))

    assert 'data-move-url=""' in page
    assert 'class="mv"' not in page
    moved = client.post("/requirements/move/", {"pk": card.pk, "col": "in_development"})
    assert moved.status_code == 403
    hidden = make_requirement(product=make_product(reach="teams"))
    unseen = client.post("/requirements/move/", {"pk": hidden.pk, "col": "planned"})
    assert unseen.status_code == 422


def test_the_form_behind_filter_leads_back_to_the_board(manager: Client) -> None:
    page = text_of(manager.get("/requirements/filters/?of=board&lanes=owner"))

    assert 'action="/requirements/board/"' in page
    assert 'name="lanes" value="owner"' in page


def test_the_board_costs_the_same_for_six_and_for_sixty(manager: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            manager.get("/requirements/board/?lanes=product")
        return len(queries)

    manager.get("/requirements/board/")
    states = [each.to for each in COLUMNS]
    for state in states:
        make_requirement(state=state, milestone=make_milestone())
    few = cost()
    for state in states * 9:
        make_requirement(state=state, milestone=make_milestone())

    assert cost() == few
