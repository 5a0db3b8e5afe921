"""What many see alike is drawn once, and anew as soon as anything that shows has changed."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product, Reach
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.models import Requirement

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("emptied_ledger"),
]
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLACES = ("/requirements/", "/requirements/board/")


@pytest.fixture
def product() -> Product:
    return make_product()


@pytest.fixture
def requirement(product: Product) -> Requirement:
    return make_requirement(product=product, title="Steady tension")


def read(place: str, user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(place).content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_a_change_shows_at_once(place: str, requirement: Requirement) -> None:
    lead = make_user(Role.PRODUCT_MANAGER)
    assert "Steady tension" in read(place, lead)

    operations.rename(
        requirement=requirement, before="Steady tension", title="Calm tension", by=lead, at=AT
    )

    page = read(place, lead)
    assert "Calm tension" in page
    assert "Steady tension" not in page


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("requirement")
def test_who_may_do_more_sees_more_at_the_same_moment(place: str) -> None:
    may_move, may_not = make_user(Role.RND_LEAD), make_user(Role.CSM)
    button = 'class="mv"' if "board" in place else 'data-edit="state"'

    assert button not in read(place, may_not)
    assert button in read(place, may_move)
    assert button not in read(place, may_not)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("requirement")
def test_who_may_see_less_sees_less_at_the_same_moment(place: str) -> None:
    hidden = make_product(reach=Reach.TEAMS)
    make_requirement(product=hidden, title="Hidden need")
    leads, outside = make_user(Role.EXECUTIVE), make_user(Role.CSM)

    assert "Hidden need" in read(place, leads)
    assert "Hidden need" not in read(place, outside)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("requirement")
def test_each_reads_their_own_language(place: str) -> None:
    chinese, english = (make_user(Role.CSM, language=each) for each in ("zh-hans", "en"))

    assert "待评审" in read(place, chinese) or "已提出" in read(place, chinese)
    assert "待评审" not in read(place, english)
    assert "已提出" not in read(place, english)


def test_mine_are_nobody_elses(product: Product) -> None:
    first, second = make_user(Role.PRODUCT_MANAGER), make_user(Role.PRODUCT_MANAGER)
    make_requirement(product=product, title="First's need", owner=first)
    make_requirement(product=product, title="Second's need", owner=second)

    for user, mine, other in ((first, "First", "Second"), (second, "Second", "First")):
        page = read("/requirements/?owner=me", user)
        assert f"{mine}&#x27;s need" in page
        assert f"{other}&#x27;s need" not in page
