"""Say what people are called at code hosts."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import HostLoginAdded, HostLoginRemoved
from twintrack.rnd.engineering.models import HostCode, HostLogin, PullRequest, ReviewFact
from twintrack.rnd.engineering.operations.applying import settle

LOGIN = re.compile(r"[^\s@/]{1,120}")


class LoginTaken(Refusal):
    """Somebody is called so there."""

    message = _("This account belongs to somebody already.")


class LoginImpossible(Refusal):
    """No account is called so."""

    message = _("Write the name of the account as it stands in its address, without @ and spaces.")
    status = 422


def check_may_name(person: User, *, by: User) -> None:
    """
    Let people say what they are called themselves, and administrators say it of everybody.

    :raises NotAllowed: if it is neither.
    """
    check_may(by, Act.USE)
    if person.pk != by.pk and not may(by, Act.MANAGE_PEOPLE):
        raise NotAllowed


@transaction.atomic
def add_login(
    *,
    person: User,
    host: HostCode,
    login: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> HostLogin:
    """
    Say what a person is called at a host; what came from there becomes theirs.

    :raises NotAllowed: if it is about somebody else and the person does not administer people.
    :raises LoginImpossible: if no account is called so.
    :raises LoginTaken: if the account belongs to somebody.
    """
    check_may_name(person, by=by)
    login = login.strip().removeprefix("@")
    if not LOGIN.fullmatch(login):
        raise LoginImpossible
    if HostLogin.objects.filter(host=host, login__iexact=login).exists():
        raise LoginTaken
    added = HostLogin.objects.create(person=person, host=host, login=login)
    _give(added)
    record(
        HostLoginAdded(user_id=person.pk, host=host, login=login),
        about=person,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return added


def _give(login: HostLogin) -> None:
    """Let what came under a login, and was nobody's, be the person's."""
    at_host = Q(repository__hooks=None) | Q(repository__hooks__host=login.host)
    pulls = PullRequest.objects.filter(at_host, author=None, author_login__iexact=login.login)
    own = set(pulls.values_list("pk", flat=True))
    PullRequest.objects.filter(pk__in=own).update(author=login.person)
    near = Q(pull_request__repository__hooks=None) | Q(
        pull_request__repository__hooks__host=login.host
    )
    facts = ReviewFact.objects.filter(near, reviewer=None, reviewer_login__iexact=login.login)
    reviewed = dict(facts.values_list("pk", "pull_request_id"))
    ReviewFact.objects.filter(pk__in=reviewed).update(reviewer=login.person)
    # Whose word it is decides what counts as a review.
    for row in PullRequest.objects.filter(pk__in=own | set(reviewed.values())).order_by("pk"):
        settle(row)
        row.save()


@transaction.atomic
def remove_login(
    *, login: HostLogin, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """
    Take back what a person is called at a host; what came before stays theirs.

    :raises NotAllowed: if it is about somebody else and the person does not administer people.
    """
    person = login.person
    check_may_name(person, by=by)
    login.delete()
    record(
        HostLoginRemoved(user_id=person.pk, host=login.host, login=login.login),
        about=person,
        by=by,
        at=at,
        caused_by=caused_by,
    )
