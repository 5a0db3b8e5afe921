"""Values are found by paths in whatever another system sends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from twintrack.sales.intake.paths import extract, extract_all, is_path, list_leaves

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
    leaves = [(leaf.path, leaf.text) for leaf in list_leaves(BODY)]

    assert leaves == [("a.b[0].c", "deep"), ("a.b[1]", "2"), ("n", "7"), ("t", "true")]


def test_each_path_of_a_sample_leads_to_its_value_whatever_the_names_are() -> None:
    odd = {
        "a.b": {"[0]": 1, "": "empty", " x ": "blank"},
        "客户|名称": "宁海",
        'say "hi"': "quoted",
    }

    for leaf in list_leaves(odd):
        assert is_path(leaf.path)
        assert extract(odd, leaf.path) == leaf.text


def test_a_path_that_can_lead_nowhere_is_known() -> None:
    for path in ("a", "a.b[0].c", 'x["a.b"]', "客户.名称", "a | b.c"):
        assert is_path(path), path
    for path in ("", " ", "a..b", ".a", "a.", "a[x]", "a..b | c", "x" * 500):
        assert not is_path(path), path


def test_nothing_is_found_by_no_step_at_all() -> None:
    assert extract(BODY, "missing | ") == ""


def test_what_no_database_keeps_is_left_out() -> None:
    assert extract({"a": "x\x00y\ud800"}, "a") == "xy"


LEAVES = st.none() | st.integers() | st.text(max_size=5)


@settings(max_examples=50)
@given(st.recursive(LEAVES, st.lists, max_leaves=8), st.text(max_size=30))
def test_no_body_and_no_path_break_it(body: object, path: str) -> None:
    extract(body, path)
    is_path(path)
    for leaf in list_leaves(body):
        leaf.text.encode()
