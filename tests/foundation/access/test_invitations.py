"""From the invitation to the first page: once, in time, and with what was chosen."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.factories.people import make_team, make_user
from twintrack.foundation.access import operations
from twintrack.foundation.access.operations import Invited
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import Invitation, User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIN = Invited(email="Lin@Example.com", name="Lin", roles=["engineer"], language="en")
FORM = {"name": "Lin", "email": "lin@example.com", "roles": ["engineer"], "language": "en"}


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, name="Ada")


def link_in_mail() -> str:
    found = re.search(r"http\S+(/welcome/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_a_colleague_is_invited_by_mail_and_comes_in_with_what_was_chosen(
    client: Client, admin: User
) -> None:
    team = make_team()
    client.force_login(admin)

    sent = client.post("/invitations/new/", FORM | {"teams": [team.pk]})
    link = link_in_mail()

    assert link in sent.content.decode()
    assert sent.headers["Cache-Control"] == "no-store"
    assert mail.outbox[0].to == ["lin@example.com"]
    assert "Ada invites you" in mail.outbox[0].subject
    visitor = Client()
    assert "lin@example.com" in visitor.get(link).content.decode()
    visitor.post(link, {"name": "Lin X", "password": "a long sentence"})
    lin = User.objects.get(email="lin@example.com")
    assert (lin.name, lin.language, lin.roles) == ("Lin X", "en", {"engineer"})
    assert lin.team_ids == {team.pk}
    assert visitor.get("/inbox/").status_code == 200
    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "invitation.sent",
        "user.joined",
    ]


def test_the_mail_and_the_page_speak_the_language_chosen_for_the_invited(
    client: Client, admin: User
) -> None:
    client.force_login(admin)

    client.post("/invitations/new/", FORM | {"language": "zh-hans"})

    assert "邀请" in mail.outbox[0].subject
    page = Client().get(link_in_mail(), headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="zh-Hans"' in page


def test_a_link_is_good_for_one_use(client: Client, admin: User) -> None:
    invitation, secret = operations.invite(invited=LIN, by=admin, at=datetime.now(UTC))
    link = f"/welcome/{secret}/"
    client.post(link, {"name": "Lin", "password": "a long sentence"})

    again = Client().post(link, {"name": "Eve", "password": "another sentence"})

    assert again.status_code == 410
    assert User.objects.filter(email="lin@example.com").count() == 1
    with pytest.raises(operations.InvitationOver):
        operations.accept_invitation(
            invitation=invitation, name="Eve", password="another sentence", at=datetime.now(UTC)
        )


@pytest.mark.parametrize("secret", ["nonsense", "x" * 500])
def test_a_link_that_never_was_opens_nothing(client: Client, admin: User, secret: str) -> None:
    assert client.get(f"/welcome/{secret}/").status_code == 410
    assert admin.is_active


def test_a_link_that_is_old_withdrawn_or_replaced_opens_nothing(admin: User) -> None:
    now = datetime.now(UTC)
    old, old_secret = operations.invite(invited=LIN, by=admin, at=now - timedelta(days=8))
    again, new_secret = operations.resend_invitation(invitation=old, by=admin, at=now)

    assert Client().get(f"/welcome/{old_secret}/").status_code == 410
    assert Client().get(f"/welcome/{new_secret}/").status_code == 200
    operations.revoke_invitation(invitation=again, by=admin, at=now)
    assert Client().get(f"/welcome/{new_secret}/").status_code == 410
    with pytest.raises(operations.InvitationOver):
        operations.resend_invitation(invitation=again, by=admin, at=now)
    with pytest.raises(operations.InvitationOver):
        operations.revoke_invitation(invitation=again, by=admin, at=now)
    past = Invitation.objects.create(
        email="b@example.com",
        name="B",
        token_hash="x",
        invited_by=admin,
        invited_at=AT,
        expires_at=now,
    )
    with pytest.raises(operations.InvitationOver):
        operations.accept_invitation(invitation=past, name="B", password="p" * 12, at=now)


def test_a_weak_password_is_refused_and_the_link_stays_good(client: Client, admin: User) -> None:
    _invitation, secret = operations.invite(invited=LIN, by=admin, at=datetime.now(UTC))

    weak = client.post(f"/welcome/{secret}/", {"name": "Lin", "password": "short"})

    assert weak.status_code == 422
    assert client.get(f"/welcome/{secret}/").status_code == 200


def test_one_address_has_one_account_and_one_open_invitation(client: Client, admin: User) -> None:
    make_user(email="lin@example.com")
    with pytest.raises(operations.AddressTaken):
        operations.invite(invited=LIN, by=admin, at=AT)
    other = Invited(email="b@example.com", name="B", roles=["csm"])
    first, _secret = operations.invite(invited=other, by=admin, at=AT)
    with pytest.raises(operations.InvitedAlready):
        operations.invite(invited=other, by=admin, at=AT)
    with pytest.raises(operations.RoleMissing):
        operations.invite(invited=Invited(email="c@d.ef", name="C", roles=[]), by=admin, at=AT)
    make_user(email="b@example.com")
    with pytest.raises(operations.AddressTaken):
        operations.accept_invitation(invitation=first, name="B", password="p" * 12, at=AT)
    client.force_login(admin)
    taken = client.post("/invitations/new/", FORM)
    assert taken.status_code == 422
    assert "already has an account" in taken.content.decode()


def test_only_who_manages_people_invites(admin: User) -> None:
    bob = make_user(Role.EXECUTIVE)
    invitation, _secret = operations.invite(invited=LIN, by=admin, at=AT)

    with pytest.raises(NotAllowed):
        operations.invite(invited=LIN, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.resend_invitation(invitation=invitation, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.revoke_invitation(invitation=invitation, by=bob, at=AT)


def test_the_list_sends_again_and_withdraws(client: Client, admin: User) -> None:
    invitation, _secret = operations.invite(invited=LIN, by=admin, at=datetime.now(UTC))
    client.force_login(admin)
    assert "lin@example.com" in client.get("/invitations/").content.decode()

    again = client.post(f"/invitations/{invitation.pk}/again/")
    client.post(f"/invitations/{invitation.pk}/withdrawal/")

    assert "/welcome/" in again.content.decode()
    assert "lin@example.com" not in client.get("/invitations/").content.decode()
    assert client.post(f"/invitations/{invitation.pk}/again/").status_code == 404


def test_where_no_mail_goes_out_the_link_is_handed_over(
    client: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twintrack.foundation.access import mails

    def broken(*_arguments: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mails, "send_mail", broken)
    client.force_login(admin)

    sent = client.post("/invitations/new/", FORM).content.decode()

    assert "No mail could be sent" in sent
    assert "/welcome/" in sent
