"""Lists are read page by page, by key."""

from base64 import urlsafe_b64encode

import pytest
from django.db.models import F

from tests.factories.backlog import make_requirement
from twintrack.rnd.backlog.models import Requirement
from twintrack.ui.paging import key_page

pytestmark = pytest.mark.django_db
BY_VALUE = ("-value_score", "-pk")


def walk(order: tuple[str, ...], size: int = 2) -> list[int]:
    """Read a list to its end, page by page."""
    after, seen = "", []
    while True:
        page = key_page(Requirement.objects.all(), order=order, after=after, size=size)
        seen += [each.pk for each in page.items]
        after = page.next
        if not after:
            return seen


@pytest.mark.parametrize(
    "order",
    [
        BY_VALUE,
        ("value_score", "pk"),
        ("-created_at", "-pk"),
        ("title", "-pk"),
        ("owner__name", "pk"),
    ],
)
def test_every_row_is_seen_once_in_the_order_asked_for(order: tuple[str, ...]) -> None:
    for value in (3, 1, 3, 2, 3):
        Requirement.objects.filter(pk=make_requirement().pk).update(value_score=value)

    assert walk(order) == list(Requirement.objects.order_by(*order).values_list("pk", flat=True))


def test_the_last_page_has_no_next_one() -> None:
    make_requirement()

    page = key_page(Requirement.objects.all(), order=BY_VALUE, size=1)

    assert len(page.items) == 1
    assert page.next == ""


def test_a_row_that_arrives_before_the_page_does_not_shift_it() -> None:
    for value in (30, 20, 10):
        Requirement.objects.filter(pk=make_requirement().pk).update(value_score=value)
    first = key_page(Requirement.objects.all(), order=BY_VALUE, size=2)
    Requirement.objects.filter(pk=make_requirement().pk).update(value_score=99)

    second = key_page(Requirement.objects.all(), order=BY_VALUE, size=2, after=first.next)

    assert [each.value_score for each in second.items] == [10]


def test_rows_are_paged_by_an_annotation() -> None:
    for _each in range(2):
        make_requirement()
    rows = Requirement.objects.annotate(seen_at=F("created_at"))

    first = key_page(rows, order=("-seen_at", "-pk"), size=1)
    second = key_page(rows, order=("-seen_at", "-pk"), size=1, after=first.next)

    assert first.items != second.items


FORGED = ("?", "{}", "[]", '{"pk":"x"}', '{"pk":null}', '{"pk":1e400}', '{"pk":NaN}', '{"pk":1e30}')


@pytest.mark.parametrize("said", FORGED)
def test_a_token_that_cannot_be_read_gives_the_first_page(said: str) -> None:
    made = make_requirement()
    token = urlsafe_b64encode(said.encode()).decode().rstrip("=")

    assert key_page(Requirement.objects.all(), order=("-pk",), after=token).items == [made]


@pytest.mark.parametrize("name", ['"\\ud800"', '"a\\u0000"', "null", "7"])
def test_a_forged_name_in_a_token_never_breaks_a_list(name: str) -> None:
    make_requirement(title="a")
    token = urlsafe_b64encode(f'{{"title":{name},"pk":1}}'.encode()).decode()

    assert key_page(Requirement.objects.all(), order=("title", "pk"), after=token).items
