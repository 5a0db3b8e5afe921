"""Finding objects."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.foundation.search.operations import index, index_everything
from twintrack.foundation.search.queries import find_of_kind, search
from twintrack.foundation.search.tokens import index_tokens, initials_of, query_tokens
from twintrack.rnd.backlog import operations as backlog

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    return make_user(Role.ENGINEER)


def found(text: str, user: User) -> list[str]:
    return [hit.title for hit in search(text, for_user=user)]


@pytest.mark.parametrize(
    "text",
    [
        "张力",
        "跳动",
        "换卷",
        "动",
        "张力跳动",
        "h3",
        "Tension",
        "tens",
        "zltd",
        "zl",
        "zhangli",
        "h3 跳动",
    ],
)
def test_a_requirement_is_found_by(text: str, user: User) -> None:
    title = "H3 换卷时，张力跳动"
    make_requirement(title=title, description="tension feed-forward")
    make_requirement(title="月度报表导出 PDF")
    index_everything()

    assert found(text, user) == [title]


@pytest.mark.parametrize("text", ["跳张", "力 报表", "", "  ", "'\"*() & | !", "力跳x"])
def test_nothing_is_found_by_what_is_not_there(text: str, user: User) -> None:
    make_requirement(title="张力跳动")
    make_requirement(title="月度报表")
    index_everything()

    assert found(text, user) == []


def test_the_object_of_that_very_number_comes_first(user: User) -> None:
    make_requirement(title="about REQ-7", number="REQ-8")
    make_requirement(title="tension", number="REQ-7")
    index_everything()

    assert found("req-7", user) == ["tension", "about REQ-7"]


def test_only_what_a_person_may_see_is_found(user: User) -> None:
    inside = make_user(Role.ENGINEER)
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    make_requirement(title="secret tension", product=product, number="REQ-9")
    index_everything()

    assert found("tension", inside) == ["secret tension"]
    assert found("tension", user) == found("REQ-9", user) == []


def test_the_index_follows_the_ledger(user: User) -> None:
    requirement = backlog.propose(
        product=make_product(), proposal=backlog.Proposal(title="张力跳动"), by=user, at=AT
    )
    assert found("张力", user) == []
    drain()
    assert found("张力", user) == ["张力跳动"]
    requirement.title = "报表"
    requirement.save()
    index(kind="requirement", ids=[requirement.pk])
    index(kind="requirement", ids=[999999])
    index(kind="user", ids=[user.pk])

    assert found("张力", user) == []
    assert found("报表", user) == ["报表"]


def test_the_index_is_built_again_by_a_command(user: User) -> None:
    make_customer(name="宁海汽车电子")
    call_command("reindex", stdout=StringIO())

    assert found("nhqc", user) == ["宁海汽车电子"]


def test_the_palette_finds_objects_actions_and_places(client: Client, user: User) -> None:
    make_requirement(title="张力跳动", number="REQ-3")
    index_everything()
    client.force_login(user)

    objects = client.get("/palette/?q=张力").content.decode()
    places = client.get("/palette/?q=feedback").content.decode()

    assert 'href="/requirements/REQ-3/"' in objects
    assert 'href="/feedback/"' in places
    assert 'href="/feedback/new/"' in places
    assert "data-modal" in places
    assert "Nothing matches" in client.get("/palette/?q=qqqq").content.decode()
    assert client.get("/palette/").content.decode().count('role="option"') >= 8


def test_chinese_is_cut_into_pairs_and_latin_into_words() -> None:
    assert index_tokens("回款周期 H3-v2") == ["回款", "款周", "周期", "期", "h3", "v2"]
    assert query_tokens("回款周期 款") == ["回款", "款周", "周期", "款"]
    assert initials_of("H3 张力 跳动") == ["zl", "td"]


def test_only_one_kind_is_found_where_one_is_asked_for() -> None:
    make_requirement(title="宁海的张力跳动")
    customer = make_customer(name="宁海汽车")
    index_everything()

    assert find_of_kind("ningh", kind="customer") == [customer.pk]
    assert find_of_kind("nhqc", kind="customer") == [customer.pk]
    assert find_of_kind("…", kind="customer") == []
