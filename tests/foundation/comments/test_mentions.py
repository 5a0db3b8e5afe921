"""People are named as one types them, and kept by their ids."""

import pytest

from tests.factories.people import make_user
from twintrack.foundation.comments.mentions import handles_of, ids_in, with_ids, with_names

HANDLES = {1: "林晓彤", 2: "Ann", 3: "Ann Lee", 4: "林晓"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("请@林晓彤看一下", "请@{1}看一下"),
        ("@林晓看", "@{4}看"),
        ("@Ann, @Ann Lee and @Anna", "@{2}, @{3} and @Anna"),
        ("write to x@Ann.example", "write to x@Ann.example"),
        ("@{3} and @nobody", "@{3} and @nobody"),
        ("@@Ann", "@@{2}"),
    ],
)
def test_the_longest_name_after_an_at_is_meant(text: str, kept: str) -> None:
    assert with_ids(text, HANDLES) == kept


def test_what_is_kept_reads_as_it_was_typed() -> None:
    kept = with_ids("@Ann and @林晓彤", HANDLES)

    assert ids_in(kept) == [2, 1]
    assert with_names(kept, HANDLES) == "@Ann and @林晓彤"
    assert with_names("@{9}", HANDLES) == "@9"


@pytest.mark.django_db
def test_two_of_one_name_are_told_apart_by_their_addresses() -> None:
    one, two, other = make_user(name="Li Na"), make_user(name="Li Na"), make_user(name="Bob")

    handles = handles_of([one, two, other])

    assert handles == {
        one.pk: f"Li Na ({one.email})",
        two.pk: f"Li Na ({two.email})",
        other.pk: "Bob",
    }
    assert with_ids(f"@Li Na ({two.email})", handles) == f"@{{{two.pk}}}"
