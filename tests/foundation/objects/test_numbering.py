"""Numbers and ids are taken once, whether what bears them is written down or not."""

import pytest

from tests.factories.backlog import make_requirement
from twintrack.foundation.objects.numbering import next_ids, next_numbers
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db


def test_numbers_follow_one_another() -> None:
    assert next_numbers("REQ", 2) == ["REQ-1", "REQ-2"]
    assert next_numbers("REQ", 1) == ["REQ-3"]


def test_ids_are_taken_once_and_rows_that_come_later_get_others() -> None:
    before = make_requirement()
    first, second = next_ids(Requirement, 3), next_ids(Requirement, 2)
    after = make_requirement()

    assert [before.pk, *first, *second, after.pk] == sorted({*first, *second, before.pk, after.pk})
    assert (len(first), len(second)) == (3, 2)


def test_ids_can_be_taken_before_there_is_any_row() -> None:
    taken = next_ids(Requirement, 2)

    assert len(set(taken)) == 2
    assert make_requirement().pk > max(taken)
