"""Keep what a code host sends, fast; the worker reads it (`operations.taking_in`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from twintrack.connectors.registry import HOSTS
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import HookDeliveredAgain, HookReceived
from twintrack.rnd.engineering.models import DeliveryOutcome, Hook, HookDelivery
from twintrack.rnd.engineering.operations.hooks import held_hook, secret_of

# GitHub cuts what it sends at 25 MB; what speaks of pull requests and runs is far smaller.
MOST_BYTES = 2_000_000
# What is kept of a body that is too large to be read.
KEPT_BODY = 20_000
# The same content much later is not the same delivery: a branch may go to and fro.
SAME_FOR = timedelta(days=3)
# What came to nothing may come once more: the repository, or what reads it, may be there now.
TAKEN = (DeliveryOutcome.WAITING, DeliveryOutcome.DONE, DeliveryOutcome.IGNORED)
FORGED_PAUSE = timedelta(seconds=1)


class SignatureWrong(Refusal):
    """What came was not signed with the address's secret."""

    message = _("The signature is missing or wrong, or too old.")
    status = 401


class DeliveryTooLarge(Refusal):
    """More than anything of use has."""

    message = _("A delivery has at most 2 MB.")
    status = 413


class NotRepeatable(Refusal):
    """A delivery that waits is handled soon by itself; one that was not kept cannot be."""

    message = _("This delivery cannot be let in again.")


def check_genuine(hook: Hook, *, headers: Mapping[str, str], body: bytes, at: datetime) -> None:
    """
    Let through only what was sent by one who knows the secret; the others are counted.

    :raises DeliveryTooLarge: if it is larger than anything that is read.
    :raises SignatureWrong: if the signature is missing, wrong or too old.
    """
    if len(body) > MOST_BYTES:
        raise DeliveryTooLarge
    host = HOSTS[hook.host]
    if host.is_genuine(headers, body, secret=secret_of(hook.salt), at=at):
        return
    if hook.forged_at is None or at - hook.forged_at > FORGED_PAUSE:
        Hook.objects.filter(pk=hook.pk).update(forged_count=F("forged_count") + 1, forged_at=at)
    raise SignatureWrong


@transaction.atomic
def receive(
    *,
    hook: Hook,
    headers: Mapping[str, str],
    body: bytes,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> HookDelivery:
    """
    Keep one delivery for the worker; one with the same id or content is noted as repeated.

    :raises NotAllowed: if the address may not bring anything.
    :raises HookRevokedAlready: if it takes nothing any more.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    # One delivery of an address at a time: two with the same id are the same.
    hook = held_hook(hook)
    host = HOSTS[hook.host]
    event, key = host.event_of(headers), host.delivery_of(headers)
    fingerprint = sha256(f"{event}\n".encode() + body).hexdigest()
    before = _known(hook, key, fingerprint, at)
    delivery = HookDelivery.objects.create(
        hook=hook,
        received_at=at,
        event=event,
        key=key,
        fingerprint=fingerprint,
        content_type=headers.get("Content-Type", "")[:80],
        body=_kept(body),
        size=len(body),
        again_of=before,
        outcome=DeliveryOutcome.REPEATED if before else DeliveryOutcome.WAITING,
        handled_at=at if before else None,
        repository=before.repository if before else hook.repository,
        pull_request=before.pull_request if before else None,
        status=200 if before else 202,
    )
    hook.last_used_at = at
    hook.save(update_fields=["last_used_at"])
    record(
        HookReceived(hook_id=hook.pk, name=hook.name, delivery_id=delivery.pk, event=event),
        about=hook,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return delivery


def _known(hook: Hook, key: str, fingerprint: str, at: datetime) -> HookDelivery | None:
    """Find what came before with the same id, or not long ago with the same content."""
    whole = hook.deliveries.filter(outcome__in=TAKEN)
    if key and (found := whole.filter(key=key).order_by("pk").first()):
        return found
    recent = whole.filter(fingerprint=fingerprint, received_at__gt=at - SAME_FOR)
    return recent.order_by("pk").first()


def _kept(body: bytes) -> str:
    whole = body if len(body) <= MOST_BYTES else body[:KEPT_BODY]
    return whole.decode(json.detect_encoding(whole), "replace").replace("\x00", "")


@transaction.atomic
def deliver_again(
    *, delivery: HookDelivery, by: User, at: datetime, caused_by: Entry | None = None
) -> HookDelivery:
    """
    Let in once more what was kept; the worker reads it as it would be read now.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises HookRevokedAlready: if the address takes nothing any more.
    :raises NotRepeatable: if it waits still, or was not kept whole.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    hook = held_hook(delivery.hook)
    if not delivery.may_be_repeated:
        raise NotRepeatable
    again = HookDelivery.objects.create(
        hook=hook,
        received_at=at,
        event=delivery.event,
        fingerprint=delivery.fingerprint,
        content_type=delivery.content_type,
        body=delivery.body,
        size=delivery.size,
        again_of=delivery,
        repository=hook.repository,
    )
    record(
        HookDeliveredAgain(
            hook_id=hook.pk,
            name=hook.name,
            delivery_id=again.pk,
            again_of=delivery.pk,
            event=again.event,
        ),
        about=hook,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return again
