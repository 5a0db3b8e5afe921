"""The commits that a release was the first to ship stand on its page."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.releases import make_release
from twintrack.foundation.access.roles import Role
from twintrack.rnd.engineering.models import Commit, ReleaseTag, Repository
from twintrack.rnd.engineering.queries.repositories import names_release

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "is_named"),
    [
        ("v3.3", True),
        ("3.3", True),
        ("h3-3.3", True),
        ("release/3.3", True),
        ("v13.3", False),
        ("v3.3.3", False),
        ("v3.3-rc1", False),
    ],
)
def test_a_tag_names_a_release(tag: str, is_named: bool) -> None:
    assert names_release(tag, "3.3") is is_named


@pytest.mark.django_db
def test_a_release_shows_what_its_tag_shipped_first_to_who_works_with_code(client: Client) -> None:
    release = make_release(name="3.3")
    lead = make_user(Role.RND_LEAD)
    repository = Repository.objects.create(
        number="REPO-1",
        product=release.product,
        name="fw",
        source="/fw",
        added_by=lead,
        created_at=AT,
    )
    tag = ReleaseTag.objects.create(repository=repository, name="v3.3", sha="a" * 40, tagged_at=AT)
    for n in range(9):
        Commit.objects.create(
            repository=repository,
            sha=f"{n}" * 40,
            author_name="Z",
            author_mail="z@example.com",
            authored_at=AT,
            committed_at=AT,
            subject=f"Step {n}",
            first_release=tag,
        )
    client.force_login(make_user(Role.ENGINEER))
    page = client.get(f"/releases/{release.number}/").content.decode()
    assert "Step 8" in page
    assert "release=v3.3" in page
    assert client.get(f"/releases/{make_release().number}/commits/").status_code == 404
    client.force_login(make_user(Role.SALESPERSON))
    assert "Step 8" not in client.get(f"/releases/{release.number}/").content.decode()
