"""Reading real repositories."""

from pathlib import Path

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.histories import AT, BOB, History, make_repository, read
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import (
    Commit,
    CommitLink,
    CommitModule,
    FileChange,
    FoundIn,
    PathRule,
    Repository,
)

pytestmark = pytest.mark.django_db


def ingested(repository: Repository) -> list[dict[str, int]]:
    entries = Entry.objects.filter(kind="repository.ingested", about_id=repository.pk)
    return [entry.payload for entry in entries.order_by("pk")]


def test_commits_files_and_people_are_read(history: History) -> None:
    alice = make_user(email="alice@example.com")
    first = history.commit("Begin\n\nWith a body.", {"src/a.c": "1\n2\n", "logo.png": b"\0\1"})
    second = history.commit("Go on", {"src/a.c": "1\n3\n4\n"}, who=BOB)
    repository = make_repository(history)

    brought = read(repository)

    repository.refresh_from_db()
    assert (brought.commits, repository.commits_count) == (2, 2)
    assert repository.default_branch == "main"
    one, two = Commit.objects.get(sha=first), Commit.objects.get(sha=second)
    assert (one.subject, one.body, one.author, one.parents) == ("Begin", "With a body.", alice, "")
    assert (two.author, two.author_name, two.parent_shas) == (None, "Bob", [first])
    assert (two.lines_added, two.lines_deleted, two.files_count) == (2, 1, 1)
    picture = FileChange.objects.get(path="logo.png")
    assert (picture.kind, picture.added) == ("A", None)
    assert [each["commits"] for each in ingested(repository)] == [2]


def test_a_second_run_adds_nothing_and_a_third_only_what_is_new(history: History) -> None:
    make_requirement(number="REQ-1")
    history.commit("REQ-1 begin", {"a": "1"})
    history.tag("v1")
    repository = make_repository(history)
    read(repository)

    again = read(repository)

    assert (again.commits, again.tags, again.links) == (0, 0, 0)
    assert len(ingested(repository)) == 1
    history.commit("More", {"a": "2"})
    assert read(repository).commits == 1
    assert Commit.objects.count() == 2


def test_merges_renames_and_deletions_are_told(history: History) -> None:
    history.commit("Begin", {"old name.c": "1\n2\n3\n4\n", "gone": "x"})
    history.branch("side")
    side = history.commit("Aside", {"side": "1"})
    history.go("main")
    history.git("mv", "old name.c", "new.c")
    (history.folder / "gone").unlink()
    moved = history.commit("Move")
    merge = history.merge("side")
    repository = make_repository(history)

    read(repository)

    changes = {each.path: each for each in FileChange.objects.filter(commit__sha=moved)}
    assert (changes["new.c"].kind, changes["new.c"].old_path) == ("R", "old name.c")
    assert changes["gone"].kind == "D"
    assert Commit.objects.get(sha=merge).parent_shas == [moved, side]


def test_the_mailmap_says_who_somebody_is_also_when_it_comes_later(history: History) -> None:
    alice = make_user(email="alice@example.com")
    sha = history.commit("Begin", {"a": "1"}, who=("al", "al@home.example"))
    repository = make_repository(history)
    read(repository)
    assert Commit.objects.get(sha=sha).author is None

    history.commit("Map", {".mailmap": "Alice <alice@example.com> <al@home.example>\n"})
    read(repository)

    commit = Commit.objects.get(sha=sha)
    assert (commit.author_name, commit.author) == ("Alice", alice)


def test_who_comes_to_work_here_later_gets_their_commits(history: History) -> None:
    sha = history.commit("Begin", {"a": "1"}, who=BOB)
    repository = make_repository(history)
    read(repository)
    bob = make_user(email="BOB@example.com")

    history.commit("More", {"a": "2"})
    read(repository)

    assert Commit.objects.get(sha=sha).author == bob


def test_a_force_push_marks_what_is_lost_and_finds_it_again(history: History) -> None:
    history.commit("Begin", {"a": "1"})
    lost = history.commit("Wrong", {"a": "2"})
    repository = make_repository(history)
    read(repository)
    history.git("reset", "-q", "--hard", "HEAD~1")
    history.commit("Right", {"a": "3"})

    brought = read(repository)

    assert (brought.commits, brought.lost_commits) == (1, 1)
    assert Commit.objects.get(sha=lost).is_lost
    repository.refresh_from_db()
    assert repository.commits_count == 2
    history.git("branch", "kept", lost)
    assert read(repository).commits == 0
    assert not Commit.objects.get(sha=lost).is_lost


def test_a_deleted_and_a_moved_tag_change_what_shipped_first(history: History) -> None:
    one = history.commit("One", {"a": "1"})
    history.tag("v1")
    two = history.commit("Two", {"a": "2"})
    history.tag("v2")
    repository = make_repository(history)
    read(repository)
    assert shipped() == {one: "v1", two: "v2"}

    history.git("tag", "-d", "v1")
    brought = read(repository)

    assert brought.lost_tags == 1
    assert shipped() == {one: "v2", two: "v2"}
    assert repository.tags.get(name="v1").is_deleted
    history.git("tag", "-f", "v2", one)
    read(repository)
    assert shipped() == {one: "v2"}


def shipped() -> dict[str, str]:
    released = Commit.objects.filter(first_release__isnull=False)
    return dict(released.values_list("sha", "first_release__name"))


def test_only_tags_that_fit_the_pattern_are_releases(history: History) -> None:
    one = history.commit("One", {"a": "1"})
    history.tag("nightly-1")
    history.tag("v1", annotated=False)
    repository = make_repository(history, release_pattern="v*")

    read(repository)

    assert shipped() == {one: "v1"}
    assert repository.tags.count() == 1


def test_a_tag_of_a_file_is_no_release_and_a_tag_of_a_tag_is_one(history: History) -> None:
    one = history.commit("One", {"a": "1"})
    history.git("tag", "file", "HEAD:a")
    history.tag("inner")
    history.git("tag", "-a", "-m", "outer", "outer", "inner")
    repository = make_repository(history, release_pattern="file outer")

    read(repository)

    assert shipped() == {one: "outer"}


def test_references_in_messages_and_branches_link_requirements(history: History) -> None:
    wanted = make_requirement(number="REQ-12")
    other = make_requirement(number="REQ-7")
    history.commit("Begin", {"a": "1"})
    history.branch("feature/req-12-drive")
    by_branch = history.commit("Turn", {"b": "1"})
    by_message = history.commit("Turn more\n\nSee REQ-7, not XREQ-7 or REQ-70.", {"b": "2"})
    repository = make_repository(history)

    read(repository)

    links = {
        (each.commit.sha, each.requirement): each.found_in for each in CommitLink.objects.all()
    }
    assert links == {
        (by_branch, wanted): FoundIn.BRANCH,
        (by_message, wanted): FoundIn.BRANCH,
        (by_message, other): FoundIn.MESSAGE,
    }


def test_a_branch_that_was_merged_and_deleted_still_links_its_commits(history: History) -> None:
    wanted = make_requirement(number="REQ-12")
    history.commit("Begin", {"a": "1"})
    history.branch("REQ-12")
    side = history.commit("Turn", {"b": "1"})
    history.go("main")
    merge = history.merge("REQ-12")
    history.git("branch", "-D", "REQ-12")
    repository = make_repository(history)

    read(repository)

    linked = CommitLink.objects.filter(requirement=wanted)
    assert set(linked.values_list("commit__sha", flat=True)) == {side, merge}


def test_other_references_let_all_messages_be_read_again(history: History) -> None:
    make_requirement(number="REQ-5")
    history.commit("JOB-5 begin", {"a": "1"})
    repository = make_repository(history)
    read(repository)
    assert not CommitLink.objects.exists()

    operations.change_repository(
        repository=repository,
        before={"reference_pattern": "REQ-#"},
        values={"reference_pattern": "REQ-#, JOB-#"},
        by=repository.added_by,
        at=AT,
    )
    brought = read(repository)

    assert (brought.commits, brought.links) == (0, 1)


def test_path_rules_place_commits_in_modules(history: History) -> None:
    product = make_product()
    core = Module.objects.create(product=product, name="Core")
    history.commit("Begin", {"src/core/a.c": "1", "docs/b.md": "1"})
    repository = make_repository(history, product=product)
    PathRule.objects.create(repository=repository, position=0, pattern="src/**", module=core)

    read(repository)

    assert FileChange.objects.get(path="src/core/a.c").module == core
    assert FileChange.objects.get(path="docs/b.md").module is None
    assert CommitModule.objects.get().module == core


def test_hostile_names_and_messages_stay_what_they_are(history: History) -> None:
    name = ("Eve \"quote\" 'x' <b>", "eve@example.com")
    paths = {
        'a "quoted".c': "1",
        "new\nline.c": "1",
        "文件/表.c": "1",
        "tab\there": "1",
        "\x01x": "1",
    }
    history.commit("\x01Subject with % and \\\n\n:100644 100644 a b M\n1\t2\tx", paths, who=name)
    (history.folder / b"bytes-\xff".decode("utf-8", "surrogateescape")).write_text("1")
    history.commit("Bytes")
    history.git("branch", "line\u2028and\u0085more")
    history.tag(f"{'x' * 150}/{'y' * 150}")
    repository = make_repository(history)

    read(repository)

    found = set(FileChange.objects.values_list("path", flat=True))
    assert found == {*paths, "bytes-\\xff"}
    commit = Commit.objects.order_by("pk").first()
    assert commit is not None
    assert commit.subject == "\x01Subject with % and \\"
    assert commit.body == ":100644 100644 a b M\n1\t2\tx"


def test_a_run_that_was_cut_off_goes_on(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    shas = [history.commit(f"Step {n}", {"a": str(n)}) for n in range(7)]
    monkeypatch.setattr("twintrack.rnd.engineering.operations.reading.AT_ONCE", 2)
    repository = make_repository(history)

    class Cut(Exception):
        pass

    def cut(done: int, _total: int) -> None:
        if done >= 4:
            raise Cut

    with pytest.raises(Cut):
        operations.ingest(repository=repository, by=repository.added_by, at=AT, progress=cut)
    assert Commit.objects.count() == 4

    assert read(repository).commits == 3
    assert set(Commit.objects.values_list("sha", flat=True)) == set(shas)


def test_a_bundle_is_read(history: History, tmp_path: Path) -> None:
    history.commit("Begin", {"a": "1"})
    history.tag("v1")
    bundle = tmp_path / "tool.bundle"
    history.git("bundle", "create", str(bundle), "--all")
    repository = make_repository(str(bundle))

    brought = read(repository)

    assert (brought.commits, brought.tags) == (1, 1)


def test_an_empty_repository_brings_nothing(history: History) -> None:
    repository = make_repository(history)

    assert read(repository).commits == 0
    repository.refresh_from_db()
    assert repository.read_at == AT
