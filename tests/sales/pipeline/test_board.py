"""The pipeline as a board."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity, make_passage
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.people.models import Team, User
from twintrack.sales.pipeline import queries
from twintrack.sales.pipeline.board import read_board
from twintrack.sales.pipeline.lifecycle import Outcome
from twintrack.sales.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
URL = "/opportunities/board/"
BOARD = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#board"}


@pytest.fixture
def person() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def seller(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_columns_add_up_per_currency_weighted_and_by_health(person: User) -> None:
    ExchangeRate.objects.create(currency="USD", on=date(2026, 1, 1), to_base=Decimal(7))
    soon = {"next_step": "Call", "next_step_on": date(2026, 12, 1)}
    stage = "solution_design"
    make_opportunity(stage=stage, amount=Decimal(300), **soon)
    make_opportunity(stage=stage, amount=Decimal(100), currency="USD")
    make_opportunity(stage=stage, amount=Decimal(1000), stage_since=AT - timedelta(days=32), **soon)
    make_opportunity(stage=stage, amount=Decimal(5), currency="JPY", **soon)
    make_opportunity(stage="won", amount=Decimal(999))
    rows = queries.list_opportunities(for_user=person, wanted=queries.Wanted(stage="open"))

    board = read_board(rows, limits={stage: 2}, order="close", at=AT)

    column = board.columns[1]
    sums = column.sums
    assert (sums.count, len(column.cards), column.has_more) == (4, 2, True)
    assert sums.total.by_currency == {"CNY": 1300, "JPY": 5, "USD": 100}
    assert (sums.total.in_base, sums.total.missing, sums.weighted) == (2000, ("JPY",), 800)
    assert (sums.health.fine, sums.health.adrift, sums.health.rotting) == (15, 35, 50)
    assert (sums.rotting, sums.adrift) == (1, 1)
    assert (board.count, board.weighted) == (4, 800)
    by_amount = read_board(rows, limits={}, order="amount", at=AT)
    assert by_amount.columns[1].cards[0].amount == 1000


def test_the_share_that_moves_on_counts_each_opportunity_once_and_says_when_few(
    person: User,
) -> None:
    def left(outcome: str, **over: Any) -> None:
        deal = make_opportunity(opened_at=AT - timedelta(days=30))
        make_passage(deal, "negotiation", outcome=outcome, left_at=AT, **over)

    for outcome in (Outcome.ONWARD, Outcome.WON, Outcome.LOST, Outcome.BACK):
        left(outcome)
    # Neither those before the year, nor earlier passages, nor who is still there.
    left(Outcome.LOST, entered_at=AT - timedelta(days=400))
    left(Outcome.LOST, is_last=False)
    make_passage(make_opportunity(), "negotiation")
    rows = Opportunity.objects.open()
    few = read_board(rows, limits={}, order="close", at=AT).columns[2].moving_on
    assert few
    assert (few.onward, few.decided, few.percent) == (2, 4, None)
    left(Outcome.ONWARD)
    share = read_board(rows, limits={}, order="close", at=AT).columns[2].moving_on
    assert share
    assert share.percent == 60


def test_a_card_shows_what_is_next_how_old_it_is_and_escapes_what_people_typed(
    seller: Client,
) -> None:
    today, now = timezone.localdate(), timezone.now()
    make_opportunity(name="<b>Bold</b>", next_step="Call", next_step_on=today)
    make_opportunity(
        next_step="Overdue call",
        next_step_on=today - timedelta(days=3),
        stage_since=now - timedelta(days=25),
    )
    make_opportunity(name="Adrift")
    page = text(seller.get(URL))

    assert "&lt;b&gt;Bold" in page
    assert page.count('class="next none"') == 2
    assert "25 days here, target 21" in page
    assert "2 without a next step in time" in page
    rotting = text(seller.get(URL + "?state=rotting", **BOARD))
    assert "Overdue call" in rotting
    assert "Adrift" not in rotting
    assert "<html" not in rotting


def test_the_board_is_narrowed_by_team_owner_and_product(seller: Client, person: User) -> None:
    team, product = Team.objects.create(name="Key accounts"), make_product(code="h3")
    team.memberships.create(user=person)
    make_opportunity(name="Mine", owner=person, products=[make_product()])
    make_opportunity(name="Theirs", products=[product])
    for query in (f"team={team.pk}", f"owner={person.pk}"):
        found = text(seller.get(f"{URL}?{query}", **BOARD))
        assert "Mine" in found
        assert "Theirs" not in found
    assert "Mine" not in text(seller.get(f"{URL}?product=h3", **BOARD))
    assert 'name="team"' in text(
        seller.get(URL, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="div#filters")
    )


def test_a_card_is_moved_and_taken_back_or_asked_what_is_missing(seller: Client) -> None:
    deal = make_opportunity(next_step="Call", next_step_on=timezone.localdate())
    move = URL + "move/"
    card = {"pk": deal.pk, "revision": "requirement_confirmation"}

    moved = seller.post(move, card | {"col": "solution_design"})
    assert moved.status_code == 200
    undo = moved.headers["HX-Trigger"].split('"undo": "')[1].split('"')[0]
    assert "back where it was" in seller.post(undo).headers["HX-Trigger"]
    stale = seller.post(move, card | {"revision": "contract", "col": "negotiation"})
    assert stale.status_code == 409
    assert "Somebody moved it" in stale.headers["HX-Trigger"]
    asked = seller.post(move, card | {"col": "contract"})
    assert asked.status_code == 409
    url = asked.headers["HX-Trigger"].split('"url": "')[1].split('"')[0]
    assert url == f"/opportunities/{deal.number}/stage/?to=contract"
    for end in ("won", "lost"):
        opened = seller.post(move, card | {"col": end}).headers["HX-Trigger"]
        assert f"/opportunities/{deal.number}/{end}/" in opened
    assert seller.post(move, card | {"col": "nowhere"}).status_code == 422
    deal.refresh_from_db()
    assert deal.stage == "requirement_confirmation"


def test_the_dialog_asks_for_what_is_missing_and_moves(seller: Client) -> None:
    deal = make_opportunity(next_step="Call", next_step_on=timezone.localdate())
    url = f"/opportunities/{deal.number}/stage/"
    dialog = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
    shown = text(seller.get(url + "?to=contract", **dialog))
    assert "Decision maker known" in shown
    assert 'name="new_decision_maker"' in shown
    assert 'name="amount"' not in shown
    assert seller.get(url + "?to=won").status_code == 404
    sent = {"asked": "1", "before": deal.stage, "to": "contract"}

    wrong = seller.post(url, sent | {"anyway": "x"}, **dialog)
    assert wrong.status_code == 422
    assert "Missing for" in text(wrong)
    assert 'name="new_decision_maker"' in text(wrong)
    done = seller.post(url, sent | {"new_decision_maker": "Li", "anyway": "x"}, **dialog)
    assert "modal-close" in done.headers["HX-Trigger"]
    deal.refresh_from_db()
    assert deal.stage == "contract"
    # Without a script the same happens on pages.
    back = seller.post(url, {"before": "contract", "to": "negotiation"})
    assert back.status_code == 302
    other = make_opportunity()
    plain = f"/opportunities/{other.number}/stage/"
    asked = seller.post(plain, {"before": other.stage, "to": "negotiation"})
    assert asked.headers["Location"].endswith("?to=negotiation")


def test_who_only_reads_moves_nothing(client: Client) -> None:
    deal = make_opportunity()
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    page = text(client.get(URL))
    assert 'data-move-url=""' in page
    card = {"pk": deal.pk, "revision": deal.stage, "col": "negotiation"}
    assert client.post(URL + "move/", card).status_code == 403
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("extra", [{}, BOARD])
def test_the_board_costs_the_same_for_three_and_for_thirty(
    seller: Client, extra: dict[str, str]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert seller.get(URL, **extra).status_code == 200
        return len(asked)

    stages = ("requirement_confirmation", "solution_design", "negotiation", "contract")
    for stage in stages:
        make_decision_maker(make_opportunity(stage=stage, currency="USD"))
    cost()
    few = cost()
    for number in range(27):
        make_opportunity(stage=stages[number % 4], currency="USD")

    assert cost() <= few
    assert few <= 30
