"""Tune early warning rules, and let them be silent for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.risks.events import RuleMuted, RuleTuned, RuleUnmuted
from twintrack.hub.risks.models import Mute, RuleSetting
from twintrack.hub.risks.rules import Rule


class ValueOutside(Refusal):
    """A rule cannot look from such a value on."""

    status = 422


class MutedAlready(Refusal):
    """A rule is silent about the same once, with one reason."""

    message = _("It is silent about this already. Let it speak again first.")
    status = 409


class MutedBackwards(Refusal):
    """The day until which a rule is silent lies ahead."""

    message = _("Choose a day that lies ahead, or none.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What a rule is to be silent about: one object, or without one everything."""

    reason: str
    subject_kind: str = ""
    subject_id: int | None = None
    until: date | None = None


@transaction.atomic
def tune(
    *,
    rule: Rule,
    values: Mapping[str, Decimal],
    is_on: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> RuleSetting:
    """
    Let a rule look from other values on, or switch it on or off.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if the rule has no such value.
    :raises ValueOutside: if a value is outside its range.
    """
    check_may(by, Act.SET_MEASURES)
    known = {each.name: each for each in rule.parameters}
    for name, value in values.items():
        if name not in known:
            raise NotThere
        parameter = known[name]
        if not parameter.least <= value <= parameter.most:
            raise ValueOutside(
                format_lazy(
                    _("“{name}” lies between {least} and {most}."),
                    name=parameter.label,
                    least=parameter.least,
                    most=parameter.most,
                )
            )
    setting = _setting(rule, by, at)
    before = rule.values(setting.parameters)
    to = {name: str(value) for name, value in (before | dict(values)).items()}
    came_from = {name: str(value) for name, value in before.items()}
    if to == came_from and is_on == setting.is_on:
        return setting
    setting.parameters, setting.is_on = to, is_on
    setting.changed_by, setting.changed_at = by, at
    setting.save()
    event = RuleTuned(code=rule.code, is_on=is_on, came_from=came_from, to=to)
    record(event, about=setting, by=by, at=at, caused_by=caused_by)
    return setting


@transaction.atomic
def mute(
    *, rule: Rule, silence: Silence, by: User, at: datetime, caused_by: Entry | None = None
) -> Mute:
    """
    Let a rule be silent about one object, or about all.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if there is no reason.
    :raises MutedBackwards: if the day until which it holds is over.
    :raises MutedAlready: if it is silent about the same already.
    """
    check_may(by, Act.MANAGE_RISKS if silence.subject_id else Act.SET_MEASURES)
    reason = " ".join(silence.reason.split())[:300]
    if not reason:
        raise ReasonMissing(_("Say why nobody needs this warning."))
    if silence.until is not None and silence.until < timezone.localdate(at):
        raise MutedBackwards
    setting = _setting(rule, by, at)
    about = {"subject_kind": silence.subject_kind, "subject_id": silence.subject_id}
    if any(each.holds(at) for each in Mute.objects.filter(code=rule.code, lifted_at=None, **about)):
        raise MutedAlready
    made = Mute.objects.create(
        code=rule.code,
        **about,
        reason=reason,
        until=silence.until,
        muted_by=by,
        muted_at=at,
    )
    event = RuleMuted(
        code=rule.code,
        mute_id=made.pk,
        subject_kind=made.subject_kind,
        subject_id=made.subject_id,
        reason=reason,
        until=made.until,
    )
    record(event, about=setting, by=by, at=at, caused_by=caused_by)
    return made


@transaction.atomic
def unmute(*, mute: Mute, by: User, at: datetime, caused_by: Entry | None = None) -> Mute:
    """
    Let a rule speak again.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_RISKS if mute.subject_id else Act.SET_MEASURES)
    mute.lifted_at = at
    mute.save(update_fields=["lifted_at"])
    setting = RuleSetting.objects.get(code=mute.code)
    record(
        RuleUnmuted(code=mute.code, mute_id=mute.pk),
        about=setting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return mute


def _setting(rule: Rule, by: User, at: datetime) -> RuleSetting:
    setting, _made = RuleSetting.objects.select_for_update(no_key=True).get_or_create(
        code=rule.code, defaults={"changed_by": by, "changed_at": at}
    )
    return setting
