"""Roles, leaving and coming back: state, entry and refusal."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.tokens import call_as, make_token
from twintrack.foundation.access import handover, operations
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, name="Ada")


@pytest.fixture
def page(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def belongings(monkeypatch: pytest.MonkeyPatch) -> None:
    one = handover.Belongings(label="Boxes", count=lambda _user: 3)
    monkeypatch.setattr(handover, "_belongings", [one])


def test_roles_are_given_and_taken(admin: User) -> None:
    bob = make_user(Role.ENGINEER)

    operations.set_roles(user=bob, before=["engineer"], roles=["rnd_lead"], by=admin, at=AT)

    assert User.objects.get(pk=bob.pk).roles == {"rnd_lead"}
    entry = Entry.objects.get()
    assert entry.kind == "user.roles_changed"
    assert (entry.payload["added"], entry.payload["removed"]) == (["rnd_lead"], ["engineer"])


def test_roles_that_stay_the_same_record_nothing(admin: User) -> None:
    bob = make_user(Role.ENGINEER)

    operations.set_roles(user=bob, before=["engineer"], roles=["engineer"], by=admin, at=AT)

    assert not Entry.objects.exists()


def test_roles_are_refused_to_others_without_any_and_when_they_changed(admin: User) -> None:
    bob = make_user(Role.ENGINEER)

    def give(by: User, before: list[str], roles: list[str]) -> None:
        operations.set_roles(user=bob, before=before, roles=roles, by=by, at=AT)

    with pytest.raises(NotAllowed):
        give(bob, ["engineer"], ["admin"])
    with pytest.raises(operations.RoleMissing):
        give(admin, ["engineer"], [])
    with pytest.raises(StaleEdit):
        give(admin, ["csm"], ["rnd_lead"])
    assert User.objects.get(pk=bob.pk).roles == {"engineer"}


def test_the_last_administrator_stays_one(admin: User) -> None:
    other = make_user(Role.ADMIN, is_active=False)
    with pytest.raises(operations.LastAdministrator):
        operations.set_roles(user=admin, before=["admin"], roles=["csm"], by=admin, at=AT)
    service = make_user(Role.ADMIN)
    operations.deactivate(user=service, successor=None, by=admin, at=AT)

    with pytest.raises(operations.LastAdministrator):
        operations.set_roles(user=admin, before=["admin"], roles=["csm"], by=admin, at=AT)
    assert not other.is_active


def test_who_leaves_is_out_at_once_and_back_only_by_signing_in_again(admin: User) -> None:
    bob = make_user(Role.ENGINEER)
    browser = Client()
    browser.force_login(bob)
    caller = call_as(user=bob)
    assert browser.get("/inbox/").status_code == 200

    operations.deactivate(user=bob, successor=None, by=admin, at=AT)

    assert browser.get("/inbox/").status_code == 302
    assert caller.get("/me").status_code == 401
    operations.reactivate(user=bob, by=admin, at=AT)
    assert browser.get("/inbox/").status_code == 302
    assert caller.get("/me").status_code == 401
    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "user.deactivated",
        "user.reactivated",
    ]


@pytest.mark.usefixtures("belongings")
def test_work_is_handed_to_somebody_who_is_here(admin: User) -> None:
    bob, carol, gone = make_user(), make_user(), make_user(is_active=False)

    for successor in (None, gone, bob):
        with pytest.raises(operations.SuccessorMissing):
            operations.deactivate(user=bob, successor=successor, by=admin, at=AT)
    operations.deactivate(user=bob, successor=carol, by=admin, at=AT)

    assert Entry.objects.get().payload["successor_id"] == carol.pk


def test_leaving_is_refused_to_oneself_and_to_others(admin: User) -> None:
    bob = make_user(Role.EXECUTIVE)

    with pytest.raises(operations.NotYourself):
        operations.deactivate(user=admin, successor=None, by=admin, at=AT)
    with pytest.raises(NotAllowed):
        operations.deactivate(user=admin, successor=None, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.reactivate(user=admin, by=bob, at=AT)
    assert not Entry.objects.exists()


def test_a_profile_changes_by_oneself_or_an_administrator(admin: User) -> None:
    bob = make_user(name="Bob")

    operations.change_profile(user=bob, name="Robert", title="CTO", by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.change_profile(user=admin, name="X", title="", by=bob, at=AT)
    operations.change_profile(user=bob, name="Robert", title="CTO", by=admin, at=AT)

    assert Entry.objects.get().payload["fields"] == ["name", "title"]


def test_a_token_is_made_shown_once_and_kept_as_a_hash(admin: User) -> None:
    token, secret = operations.make_token(
        name="x", scope=Scope.READ, expires_at=None, by=admin, at=AT
    )

    assert secret.startswith("twt_")
    assert secret not in (token.token_hash, token.hint)
    assert token.hint.endswith(secret[-4:])
    entry = Entry.objects.get()
    assert entry.kind == "api_token.made"
    assert secret not in str(entry.payload)


def test_a_token_is_refused_when_it_reaches_too_far_or_is_over(admin: User) -> None:
    bob = make_user(Role.ENGINEER)

    with pytest.raises(NotAllowed):
        operations.make_token(name="x", scope=Scope.ADMIN, expires_at=None, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.make_token(
            name="x", scope=Scope.READ, expires_at=None, by=make_user(Role.GUEST), at=AT
        )
    with pytest.raises(operations.ExpiryPassed):
        operations.make_token(name="x", scope=Scope.READ, expires_at=AT, by=admin, at=AT)
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_or_an_administrator_once(admin: User) -> None:
    bob = make_user(Role.ENGINEER)
    token, _secret = make_token(bob)

    with pytest.raises(NotAllowed):
        operations.revoke_token(token=token, by=make_user(Role.EXECUTIVE), at=AT)
    operations.revoke_token(token=token, by=admin, at=AT)
    operations.revoke_token(token=token, by=bob, at=AT)

    assert ApiToken.objects.get().revoked_at == AT
    assert Entry.objects.count() == 1


def test_the_page_gives_roles_and_tells_a_refusal(page: Client, admin: User) -> None:
    bob = make_user(Role.ENGINEER)

    given = page.post(f"/people/{bob.pk}/roles/", {"before": "engineer", "roles": ["csm"]})
    stale = page.post(f"/people/{bob.pk}/roles/", {"before": "engineer", "roles": ["csm"]})
    last = page.post(f"/people/{admin.pk}/roles/", {"before": "admin", "roles": ["csm"]})
    unknown = page.post(f"/people/{bob.pk}/roles/", {"before": "csm", "roles": ["king"]})

    assert given.status_code == 302
    assert stale.status_code == last.status_code == unknown.status_code == 422
    assert "last administrator" in last.content.decode()


@pytest.mark.usefixtures("belongings")
def test_the_dialog_asks_who_takes_over(page: Client) -> None:
    bob, carol = make_user(name="Bob"), make_user(name="Carol")
    url = f"/people/{bob.pk}/leaving/"

    asked = page.get(url).content.decode()
    refused = page.post(url, {"successor": ""})
    page.post(url, {"successor": carol.pk})

    assert "Boxes" in asked
    assert "Carol" in asked
    assert refused.status_code == 422
    assert "takes over" in refused.content.decode()
    assert not User.objects.get(pk=bob.pk).is_active
    assert "deactivated" in page.get(f"/people/{bob.pk}/").content.decode()
    page.post(f"/people/{bob.pk}/return/")
    assert User.objects.get(pk=bob.pk).is_active


def test_the_list_is_narrowed_by_words_role_team_and_state(page: Client) -> None:
    make_user(Role.ENGINEER, name="Bob")
    make_user(Role.CSM, name="Carol", is_active=False)

    assert "Bob" in page.get("/people/?role=engineer").content.decode()
    assert "Bob" not in page.get("/people/?role=csm").content.decode()
    assert "Bob" not in page.get("/people/?q=nobody").content.decode()
    assert "Carol" in page.get("/people/?left=1").content.decode()
    assert "Bob" in page.get("/people/?role=king&team=x").content.decode()


def test_others_see_who_works_here_but_change_nothing(client: Client) -> None:
    bob = make_user(Role.ENGINEER, name="Bob")
    client.force_login(bob)

    page = client.get("/people/").content.decode()

    assert "Bob" in page
    assert "Invite" not in page
    assert client.get("/invitations/").status_code == 403
    assert client.get("/invitations/new/").status_code == 403
    assert client.get("/teams/new/").status_code == 403
    assert client.get(f"/people/{bob.pk}/leaving/").status_code == 403
    roles = client.post(f"/people/{bob.pk}/roles/", {"before": "engineer", "roles": ["admin"]})
    assert roles.status_code == 403


def test_a_guest_sees_nobody_but_themselves(client: Client) -> None:
    guest, bob = make_user(Role.GUEST), make_user(Role.ENGINEER)
    client.force_login(guest)

    assert client.get("/people/").status_code == 403
    assert client.get("/teams/").status_code == 403
    assert client.get(f"/people/{bob.pk}/").status_code == 404
    assert client.get("/settings/").status_code == 200
