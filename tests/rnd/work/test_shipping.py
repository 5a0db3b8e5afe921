"""Work and releases: the gate of blockers, and what came in late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.releases import make_release
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.releases.gates import Verdict
from twintrack.rnd.releases.late import list_late
from twintrack.rnd.releases.note_lines import make_notes
from twintrack.rnd.work import operations
from twintrack.rnd.work.operations import Edit
from twintrack.rnd.work.shipping import judge_blockers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_blocker_keeps_back_the_release_it_is_planned_for_or_all_if_for_none() -> None:
    release, lead = make_release(), make_user(Role.RND_LEAD)
    other = make_release(product=release.product)
    blocker = {"severity": "blocker"}
    assert judge_blockers(release, lead, None).verdict == Verdict.NOT_MEASURED
    make_work_item(product=release.product, defect=blocker, release=other)
    make_work_item(product=release.product, defect=blocker, state="done")
    make_work_item(product=release.product, defect={"severity": "major"})
    assert judge_blockers(release, lead, None).verdict == Verdict.OK
    first = make_work_item(product=release.product, defect=blocker)
    second = make_work_item(product=release.product, defect=blocker, release=release)
    fact = judge_blockers(release, lead, None)
    assert fact.verdict == Verdict.FAILING
    assert fact.sentence == f"2 blockers are open: {first.number}, {second.number}."
    for _each in range(2):
        make_work_item(product=release.product, defect=blocker)
    fact = judge_blockers(release, lead, None)
    assert fact.figure == 4
    assert fact.sentence.startswith("4 blockers are open: ")
    assert fact.sentence.endswith(" and 1 more.")


def test_once_frozen_open_defects_that_customers_meet_are_known_limits() -> None:
    release = make_release()
    met = {"severity": "major", "is_escaped": True}
    make_work_item(product=release.product, title="Jumps", defect=met)
    worst = met | {"severity": "blocker"}
    make_work_item(product=release.product, title="Stands still", defect=worst, release=release)
    # What is small, repaired, seen inside only or of another product is no matter of theirs.
    make_work_item(product=release.product, defect=met | {"severity": "minor"})
    make_work_item(product=release.product, defect=met, state="done")
    make_work_item(product=release.product, defect={"severity": "blocker"})
    make_work_item(defect=worst)
    assert "Stands still" not in make_notes(release, "en")
    release.frozen_at = AT
    assert make_notes(release, "en") == "## Known limits\n- **Stands still**\n- **Jumps**"


def test_work_that_comes_in_after_the_freeze_is_a_late_change() -> None:
    lead = make_user(Role.RND_LEAD)
    release = make_release(state="code_freeze", frozen_at=AT)
    make_work_item(product=release.product, release=release, created_at=AT - timedelta(days=1))
    new = make_work_item(product=release.product, release=release, created_at=AT)
    item = make_work_item(product=release.product, created_at=AT - timedelta(days=1))
    for to in (release, None):
        edit = Edit(field="release", value=to)
        item = operations.change(item=item, edits=[edit], by=lead, at=AT + timedelta(hours=1))
    # Whatever else changes, these are found: they concern the release in the ledger.
    told = Entry.objects.filter(subjects__kind="release", subjects__object_id=release.pk)
    assert set(told.values_list("kind", flat=True)) == {"work_item.changed"}
    changes = list_late(release, for_user=lead)
    assert [(each.number, each.tone) for each in changes] == [
        (item.number, "out"),
        (item.number, "in"),
        (new.number, "in"),
    ]


def test_a_release_shows_its_work(client: Client) -> None:
    release = make_release()
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(f"/releases/{release.number}/work/").status_code == 404
    item = make_work_item(product=release.product, release=release, title="Wire it")
    make_work_item(product=release.product, release=release, state="done")
    page = client.get(f"/releases/{release.number}/").content.decode()
    assert item.title in page
    assert "1 / 2" in page
