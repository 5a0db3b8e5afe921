"""Commits and pull requests lead to work items, and carry them on where that is wanted."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from tests.connectors.payloads import github
from tests.factories.backlog import make_requirement
from tests.factories.histories import AT, History, make_repository, read
from tests.factories.hooks import Sender, make_pull
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.factories.work import make_work_item
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import CommitLink, Repository
from twintrack.rnd.work.models import WorkItem

pytestmark = pytest.mark.django_db


def text(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_commits_name_work_items_and_stand_on_their_pages(client: Client, history: History) -> None:
    product = make_product()
    wish = make_requirement(number="REQ-3", product=product)
    item = make_work_item(number="W-12", title="Filter", product=product, requirement=wish)
    history.commit("Begin #W-12, refs w-012 and W-99", {"a": "1"})
    history.commit("xW-12 and W-12x name nothing", {"a": "2"})
    repository = make_repository(history, product=product)
    assert read(repository).links == 1
    assert read(repository).links == 0

    link = CommitLink.objects.get()
    assert (link.work_item, link.requirement) == (item, None)
    pull = make_pull(repository, title="Filter it")
    pull.links.create(work_item=item, named_in="title")
    client.force_login(make_user(Role.ENGINEER))
    for url in ("/work/W-12/", "/requirements/REQ-3/"):
        shown = text(client.get(url))
        assert "Begin #W-12" in shown
        assert "Filter it" in shown
    assert "Begin #W-12" in text(client.get("/work/W-12/commits/all/"))
    commit = link.commit
    assert "W-12" in text(client.get(f"/repositories/{repository.number}/"))
    of_commit = text(client.get(f"/repositories/{repository.number}/commits/{commit.sha}/"))
    assert "W-12 Filter" in of_commit
    assert "W-12 Filter" in text(client.get(f"/pull-requests/{pull.pk}/"))
    client.force_login(make_user(Role.SALESPERSON))
    assert "Begin #W-12" not in text(client.get("/requirements/REQ-3/"))
    assert client.get("/work/W-12/commits/all/").status_code in {403, 404}
    operations.change_repository(
        repository=repository,
        before={},
        values={"work_item_pattern": "JOB-#"},
        by=repository.added_by,
        at=AT,
    )
    assert not CommitLink.objects.exists()
    with pytest.raises(operations.WorkItemsImpossible):
        operations.change_repository(
            repository=repository,
            before={},
            values={"work_item_pattern": "JOB"},
            by=repository.added_by,
            at=AT,
        )


def test_a_defect_leads_to_the_commit_that_brought_it_in(client: Client, history: History) -> None:
    product, zhou = make_product(), make_user(Role.ENGINEER)
    sha = history.commit("Raise the gain", {"a": "1"})
    repository = make_repository(history, product=product)
    read(repository)
    defect = make_work_item(product=product, defect={"severity": "major"})
    api, at = call_as(user=zhou), f"/work-items/{defect.number}"

    assert api.patch(at, {"caused_by_commit": "not a sha"}).status_code == 422
    told = api.patch(at, {"caused_by_commit": sha[:10].upper()}).json()
    assert told["defect"]["caused_by_commit"] == sha[:10]
    client.force_login(zhou)
    shown = client.get(f"/work/{defect.number}/").content.decode()
    assert "Raise the gain" in shown
    assert f"/repositories/{repository.number}/commits/{sha}/" in shown
    # Who sees no repositories reads what somebody wrote down, no more.
    client.force_login(make_user(Role.SALESPERSON))
    assert "Raise the gain" not in text(client.get(f"/work/{defect.number}/"))


def moves() -> list[tuple[str, str]]:
    told = Entry.objects.filter(kind="work_item.moved").order_by("pk")
    assert all(each.caused_by for each in told)
    return [(each.payload["number"], each.payload["to"]) for each in told]


def sender_for(**settings: Any) -> Sender:
    repository = make_repository("/x", product=make_product())
    Repository.objects.filter(pk=repository.pk).update(**settings)
    return Sender(repository)


MERGED = {
    "state": "closed",
    "merged": True,
    "merged_at": "2026-11-03T10:00:00Z",
    "updated_at": "2026-11-03T10:00:00Z",
}


def test_pull_requests_move_nothing_unless_their_repository_says_so() -> None:
    make_work_item(number="W-8", state="in_progress")
    sender = sender_for()

    sender.github("pull_request", github.pull_event("opened"))
    sender.github("pull_request", github.pull_event("closed", **MERGED))

    assert moves() == []


def test_opening_and_merging_carry_work_on() -> None:
    item = make_work_item(number="W-8", state="in_progress")
    done = make_work_item(number="W-9", state="done")
    sender = sender_for(opening_moves=True, merging_moves_to="in_testing")
    body = {"body": "Refs W-8 and W-9."}

    sender.github("pull_request", github.pull_event("opened", **body, draft=True))
    assert moves() == []
    ready = {"updated_at": "2026-11-02T09:00:00Z"}
    sender.github("pull_request", github.pull_event("ready_for_review", **body, **ready))
    assert moves() == [("W-8", "in_review")]
    # What a person decides stands: further pushes do not move it again.
    WorkItem.objects.filter(pk=item.pk).update(state="in_progress")
    pushed = {"updated_at": "2026-11-02T10:00:00Z", "head": {"ref": "damp", "sha": "e" * 40}}
    sender.github("pull_request", github.pull_event("synchronize", **body, **pushed))
    assert len(moves()) == 1
    other = github.pull_event("opened", number=13, title="W-8 too")
    sender.github("pull_request", other)
    sender.github("pull_request", github.pull_event("closed", **body, **MERGED))
    # Another open pull request works on it still.
    assert moves() == [("W-8", "in_review"), ("W-8", "in_review")]
    sender.github("pull_request", github.pull_event("closed", number=13, title="W-8 too", **MERGED))
    assert moves()[-1] == ("W-8", "in_testing")
    done.refresh_from_db()
    assert done.state == "done"
    drain()
    assert len(moves()) == 3
