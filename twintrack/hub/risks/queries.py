"""Which risks there are, and what the rules know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.objects.kinds import KindUnknown, ObjectKind, get_kind
from twintrack.foundation.people.models import User
from twintrack.hub.risks.lifecycle import ALIVE
from twintrack.hub.risks.models import Mute, Outcome, Risk, RuleSetting
from twintrack.hub.risks.rules import Rule, all_rules
from twintrack.ui.fields import key_of

MOST = 1000
# Of fewer warnings that were judged, no share is told.
ENOUGH = 5


def list_risks(
    *,
    for_user: User,
    view: str = "alive",
    kind: str = "",
    product: int | None = None,
    owner: int | None = None,
    text: str = "",
) -> QuerySet[Risk]:
    """List risks; views: alive, mine, warnings, over, all."""
    rows: QuerySet[Risk] = Risk.objects.visible_to(for_user).select_related("product", "owner")
    if view == "over":
        rows = rows.exclude(state__in=ALIVE)
    elif view != "all":
        rows = rows.filter(state__in=ALIVE)
    if view == "mine":
        rows = rows.filter(owner=for_user)
    if view == "warnings":
        rows = rows.exclude(rule="")
    narrowed = {"kind": kind, "product_id": product, "owner_id": owner}
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value})
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(number__iexact=text))
    return rows


def get_risk(number: str, *, for_user: User) -> Risk:
    """
    Find a risk by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    named = Risk.objects.visible_to(for_user).filter(number=number)
    found: Risk | None = named.select_related("product", "project", "owner", "created_by").first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def find_risk(pk: int) -> Risk:
    """Find the risk that an entry of the ledger speaks of."""
    found: Risk = Risk.objects.get(pk=pk)
    return found


def list_owned(user: User) -> QuerySet[Risk]:
    """List the risks that a person looks after, whoever asks."""
    found: QuerySet[Risk] = Risk.objects.alive().filter(owner=user)
    return found.order_by("pk")


def count_grave(user: User) -> int:
    """Count the risks that a person looks after and has done nothing about."""
    return int(list_owned(user).filter(state="open")[:MOST].count())


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a warning is about."""

    kind: ObjectKind
    title: str
    number: str
    url: str


def subject_of(risk: Risk, *, for_user: User) -> Subject | None:
    """Give what a rule warned of, as far as the person may see it."""
    if not risk.subject_kind or risk.subject_id is None:
        return None
    try:
        kind = get_kind(risk.subject_kind)
    except KindUnknown:
        return None
    found = kind.load([risk.subject_id], for_user=for_user).get(risk.subject_id)
    if found is None:
        return None
    return Subject(
        kind=kind, title=kind.title(found), number=getattr(found, "number", ""), url=kind.url(found)
    )


def seen_subject(named: str, *, for_user: User) -> tuple[str, int] | None:
    """Read `finding:12` as a kind and an id, if there is such an object and the person sees it."""
    code, _colon, told = named.partition(":")
    pk = key_of(told)
    if pk is None:
        return None
    try:
        found = get_kind(code).visible_ids({pk}, for_user=for_user)
    except KindUnknown:
        return None
    return (code, pk) if found else None


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A rule with how it is set, what it says now, and how often it was right."""

    rule: Rule
    is_on: bool
    values: dict[str, Decimal]
    open: int
    right: int
    judged: int
    mutes: list[Mute]

    @property
    def is_muted(self) -> bool:
        """Say whether it is silent about everything."""
        return any(each.subject_id is None for each in self.mutes)

    @property
    def share(self) -> int | None:
        """The percentage of warnings that were right; nothing where they are too few to say."""
        return 100 * self.right // self.judged if self.judged >= ENOUGH else None


def read_rules(*, at: datetime, for_user: User | None = None) -> list[Watched]:
    """Read all rules as they stand."""
    settings = {each.code: each for each in RuleSetting.objects.all()}
    mutes = [
        each
        for each in Mute.objects.filter(lifted_at=None).select_related("muted_by").order_by("pk")
        if each.holds(at)
    ]
    warnings: QuerySet[Risk] = Risk.objects.exclude(rule="")
    if for_user is not None:
        mutes, warnings = _seen_mutes(mutes, for_user), warnings.visible_to(for_user)  # type: ignore[attr-defined]
    counted = {
        each["rule"]: each
        for each in warnings.order_by()
        .values("rule")
        .annotate(
            open=Count("pk", filter=Q(cleared_at=None, state__in=ALIVE)),
            right=Count("pk", filter=Q(outcome=Outcome.RIGHT)),
            judged=Count("pk", filter=~Q(outcome="")),
        )
    }
    found = []
    for rule in all_rules():
        setting, counts = settings.get(rule.code), counted.get(rule.code, {})
        found.append(
            Watched(
                rule=rule,
                is_on=setting.is_on if setting else True,
                values=rule.values(setting.parameters if setting else {}),
                open=counts.get("open", 0),
                right=counts.get("right", 0),
                judged=counts.get("judged", 0),
                mutes=[each for each in mutes if each.code == rule.code],
            )
        )
    return found


def _seen_mutes(mutes: list[Mute], user: User) -> list[Mute]:
    about: dict[str, set[int]] = defaultdict(set)
    for each in mutes:
        if each.subject_id is not None:
            about[each.subject_kind].add(each.subject_id)
    seen = {code: get_kind(code).visible_ids(ids, for_user=user) for code, ids in about.items()}
    return [each for each in mutes if each.subject_id in (None, *seen.get(each.subject_kind, ()))]


def get_watched(code: str, *, at: datetime, for_user: User) -> Watched:
    """
    Find a rule by its code.

    :raises NotThere: if there is none.
    """
    found = next(
        (each for each in read_rules(at=at, for_user=for_user) if each.rule.code == code), None
    )
    if found is None:
        raise NotThere
    return found


def get_mute(pk: int, *, for_user: User) -> Mute:
    """
    Find a mute that has not been lifted.

    :raises NotThere: if there is none, or the person may not see what it is about.
    """
    found = Mute.objects.filter(pk=pk, lifted_at=None).first()
    if found is None or not _seen_mutes([found], for_user):
        raise NotThere
    return found


def list_standing(rule: Rule) -> QuerySet[Risk]:
    """List the warnings of a rule that it has not seen end, whoever asks."""
    return Risk.objects.filter(rule=rule.code, cleared_at=None).order_by("pk")


def list_to_judge(rule: Rule) -> QuerySet[Risk]:
    """List the warnings of a rule of which nobody knows yet whether they were right."""
    return Risk.objects.filter(rule=rule.code, judged_at=None).order_by("pk")


def list_raised_about(kind: str, ids: Collection[int], *, for_user: User) -> QuerySet[Risk]:
    """List the live warnings about some objects."""
    seen = Risk.objects.visible_to(for_user).alive().select_related("owner")
    rows: QuerySet[Risk] = seen.filter(subject_kind=kind, subject_id__in=ids)
    return rows.order_by("-probability", "pk")
