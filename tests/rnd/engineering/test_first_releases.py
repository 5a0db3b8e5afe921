"""The first release that shipped a commit, held against git itself on random histories."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.histories import History
from twintrack.rnd.engineering.history import mirror
from twintrack.rnd.engineering.history.releases import first_releases, releases_in_order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["commit", "commit", "branch", "go", "merge", "tag", "light", "old"]),
        st.integers(0, 30),
    ),
    min_size=3,
    max_size=16,
)


def write(history: History, steps: list[tuple[str, int]]) -> None:
    branches = ["main"]
    shas = [history.commit("Begin")]
    for n, (step, pick) in enumerate(steps):
        if step == "commit":
            shas.append(history.commit(f"Step {n}"))
        elif step == "branch":
            branches.append(f"b{n}")
            history.branch(f"b{n}")
        elif step == "go":
            history.go(branches[pick % len(branches)])
        elif step == "merge":
            shas.append(history.merge(branches[pick % len(branches)]))
        elif step == "old":
            # A tag of an older commit is named later than tags of younger ones.
            history.tag(f"t{n}", at=shas[pick % len(shas)])
        else:
            history.tag(f"t{n}", annotated=step == "tag")


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_it_is_the_earliest_tag_that_contains_the_commit(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        history = History(Path(folder) / "work")
        write(history, steps)
        place = history.folder / ".git"

        tags = releases_in_order(mirror.refs_of(place).tags, "*")

        assert first_releases(mirror.graph_of(place), tags) == history.first_by_git()
