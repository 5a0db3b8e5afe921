"""What a person is given to read is written as people write."""

from typing import Any

import pytest

from twintrack.foundation.privacy.templatetags.privacy import part_name, to_read


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-11-24T08:04:00+00:00", "24 Nov 2026, 16:04"),
        ("2026-11-24", "2026-11-24"),
        (True, "yes"),
        ("Call after 2026-11-24T08", "Call after 2026-11-24T08"),
        ({"name": "Li", "note": "", "also": ["a", 2]}, "name: Li\nalso: a, 2"),
    ],
)
def test_values_are_written_as_people_write(value: Any, written: str) -> None:
    assert to_read(value) == written


def test_parts_of_an_entry_are_named_and_others_keep_the_name_of_their_table() -> None:
    assert part_name("happened_at") == "When"
    assert part_name("Phone") == "Phone"
