"""Values are found by paths in whatever another system sends."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twintrack.sales.intake.paths import extract, extract_all, list_paths

BODY = {"a": {"b": [{"c": "deep"}, 2]}, "n": 7, "t": True, "none": None}


def test_a_path_leads_through_objects_and_lists() -> None:
    assert extract(BODY, "a.b[0].c") == "deep"
    assert extract(BODY, "n") == "7"
    assert extract(BODY, "a.b[9].c") == ""
    assert extract(BODY, "none | missing | a.b[1]") == "2"


def test_words_there_become_words_here_and_defaults_fill_what_is_missing() -> None:
    found = extract_all(
        {"p": "urgent"},
        paths={"severity": "p", "title": "x"},
        defaults={"title": "—", "product": "H3"},
        value_maps={"severity": {"urgent": "blocker"}},
    )

    assert found == {"severity": "blocker", "title": "—", "product": "H3"}


def test_a_sample_lists_the_paths_that_lead_to_values() -> None:
    assert list_paths(BODY) == [("a.b[0].c", "deep"), ("a.b[1]", "2"), ("n", "7"), ("t", "True")]


LEAVES = st.none() | st.integers() | st.text(max_size=5)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(st.recursive(LEAVES, st.lists, max_leaves=8), st.text(max_size=30))
def test_no_body_and_no_path_break_it(body: object, path: str) -> None:
    extract(body, path)
    list_paths(body)
