"""Addresses for web hooks with their logs, and what people are called at code hosts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import (
    DeliveryOutcome,
    Hook,
    HookDelivery,
    HostLogin,
    Repository,
)


def find_hook(code: str) -> Hook | None:
    """Find the address of a code, if it takes anything."""
    rows = Hook.objects.select_related("acts_as", "repository")
    found: Hook | None = rows.filter(code=code, revoked_at=None).first()
    return found


def list_hooks(*, for_user: User, repository: Repository | None = None) -> QuerySet[Hook]:
    """List addresses; for a repository its own, and those that serve many."""
    rows: QuerySet[Hook] = Hook.objects.visible_to(for_user)
    if repository is not None:
        rows = rows.filter(repository=repository) | rows.filter(repository=None)
    return rows.select_related("repository", "created_by").order_by("-pk")


def get_hook(pk: int, *, for_user: User) -> Hook:
    """
    Find an address.

    :raises NotThere: if there is none, or the person does not look after it.
    """
    found: Hook | None = list_hooks(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_deliveries(hook: Hook, *, for_user: User, outcome: str = "") -> QuerySet[HookDelivery]:
    """List what came to an address, the newest first."""
    rows: QuerySet[HookDelivery] = HookDelivery.objects.visible_to(for_user).filter(hook=hook)
    if outcome in DeliveryOutcome.values:
        rows = rows.filter(outcome=outcome)
    related = rows.select_related("repository", "pull_request", "pull_request__repository")
    return related.defer("body").order_by("-pk")


def get_delivery(pk: int, *, for_user: User) -> HookDelivery:
    """
    Find one thing that came.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = HookDelivery.objects.visible_to(for_user).filter(pk=pk)
    found: HookDelivery | None = rows.select_related(
        "hook", "hook__repository", "repository", "pull_request", "pull_request__repository"
    ).first()
    if found is None:
        raise NotThere
    return found


def list_repeats(delivery: HookDelivery) -> QuerySet[HookDelivery]:
    """List when the same came again, or was let in again."""
    return delivery.repeats.defer("body").order_by("pk")


@dataclass(frozen=True, kw_only=True)
class HookCounts:
    """What came to an address in the last days."""

    done: int = 0
    ignored: int = 0
    trouble: int = 0


TROUBLE = (DeliveryOutcome.UNKNOWN, DeliveryOutcome.REFUSED)


def count_deliveries(
    hooks: Iterable[Hook], *, since: datetime, for_user: User
) -> dict[int, HookCounts]:
    """Count what came to each of some addresses since a moment, in one query."""
    pks = [hook.pk for hook in hooks]
    seen = HookDelivery.objects.visible_to(for_user)
    rows = seen.filter(hook__in=pks, received_at__gt=since)
    counted = rows.values_list("hook", "outcome").annotate(count=Count("pk"))
    by_hook: dict[int, dict[str, int]] = {pk: {} for pk in pks}
    for hook, outcome, count in counted:
        by_hook[hook][outcome] = count
    return {
        pk: HookCounts(
            done=counts.get(DeliveryOutcome.DONE, 0),
            ignored=counts.get(DeliveryOutcome.IGNORED, 0)
            + counts.get(DeliveryOutcome.REPEATED, 0),
            trouble=sum(counts.get(each, 0) for each in TROUBLE),
        )
        for pk, counts in by_hook.items()
    }


def list_logins(person: User) -> QuerySet[HostLogin]:
    """List what a person is called at code hosts."""
    return HostLogin.objects.filter(person=person).order_by("host", "login")


def get_login(pk: int, *, for_user: User) -> HostLogin:
    """
    Find what somebody is called at a host; one's own, or anybody's for who administers people.

    :raises NotThere: if there is none.
    """
    rows = HostLogin.objects.select_related("person").filter(pk=pk)
    if not may(for_user, Act.MANAGE_PEOPLE):
        rows = rows.filter(person=for_user)
    found = rows.first()
    if found is None:
        raise NotThere
    return found
