"""Repositories that cannot be read, are read by two at once, or change while they are read."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.histories import ALICE, AT, History, make_repository, read
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.history.git import GitMissing, NotRepository
from twintrack.rnd.engineering.history.mirror import AlreadyRead, held
from twintrack.rnd.engineering.history.sources import SourceMissing
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.engineering.rounds import read_due

pytestmark = pytest.mark.django_db


def test_what_cannot_be_read_is_refused_with_words(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.bundle").write_text("no bundle")

    with pytest.raises(NotRepository, match="not a git repository"):
        read(make_repository(str(tmp_path / "empty")))
    with pytest.raises(NotRepository):
        read(make_repository(str(tmp_path / "bad.bundle")))
    with pytest.raises(SourceMissing):
        read(make_repository(str(tmp_path / "nothing")))
    assert not Entry.objects.filter(kind="repository.ingested").exists()


def test_without_git_it_is_said(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = make_repository(history)
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(GitMissing, match="not installed"):
        read(repository)


def test_two_do_not_read_at_once(history: History) -> None:
    history.commit("Begin", {"a": "1"})
    repository = make_repository(history)

    with held(mirror_of(repository)), pytest.raises(AlreadyRead):
        read(repository)


def test_who_does_not_see_code_reads_nothing(history: History) -> None:
    repository = make_repository(history)

    with pytest.raises(NotAllowed):
        operations.ingest(repository=repository, by=make_user(Role.SALESPERSON), at=AT)


def test_the_worker_reads_what_was_asked_for_and_keeps_what_went_wrong(
    history: History, tmp_path: Path
) -> None:
    history.commit("Begin", {"a": "1"}, who=ALICE)
    stuck, bad = make_repository(history), make_repository(str(tmp_path / "nothing"))
    good = make_repository(history)
    # What nobody foresaw: those after it are read all the same.
    mirror_of(stuck).with_suffix(".lock").mkdir(parents=True)

    read_due(AT)

    for each in (stuck, good, bad):
        each.refresh_from_db()
    assert stuck.trouble == "not-repository"
    assert (good.commits_count, good.trouble) == (1, "")
    assert bad.trouble == "source-missing"
    assert "no such folder" in bad.trouble_detail


def test_what_people_say_while_it_is_read_holds_afterwards(history: History) -> None:
    history.commit("Begin", {"a": "1"})
    history.branch("next")
    history.commit("Go on", {"a": "2"})
    by = make_user(Role.RND_LEAD)
    repository = make_repository(history, asked_by=by, asked_at=AT)
    later = AT + timedelta(minutes=1)

    def interrupt(_done: int, _all: int) -> None:
        operations.ask_reading(repository=repository, by=by, at=later)
        operations.change_repository(
            repository=repository,
            before={},
            values={"default_branch": "next"},
            by=by,
            at=later,
        )

    operations.ingest(repository=repository, by=by, at=AT, progress=interrupt)

    repository.refresh_from_db()
    assert (repository.default_branch, repository.asked_at) == ("next", later)
    read_due(later)
    repository.refresh_from_db()
    assert (repository.default_branch, repository.is_waiting) == ("next", False)
