"""Which customers may be one, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Count, QuerySet
from django.db.models.functions import Length
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer, CustomerMerge, PairDismissal

# So many groups of each kind are looked at, and so many pairs shown.
GROUPS, SHOWN = 100, 100
# Fewer letters many names begin with.
FEWEST = 4
NAME, PHONE, EMAIL, DOMAIN, INITIALS = "name", "phone", "email", "domain", "initials"
WEIGHTS = {NAME: 90, EMAIL: 85, PHONE: 80, DOMAIN: 50, INITIALS: 30}
WORDS: dict[str, str | Promise] = {
    NAME: _("same company name"),
    PHONE: _("contacts with the same phone"),
    EMAIL: _("contacts with the same e-mail address"),
    DOMAIN: _("contacts with the same e-mail domain"),
    INITIALS: _("same pinyin initials"),
}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two customers that may be one, the elder first, with the reasons."""

    first: Customer
    second: Customer
    reasons: tuple[str, ...]
    evidence: frozenset[str] = frozenset()

    @property
    def score(self) -> int:
        best = max(WEIGHTS[each] for each in self.reasons)
        return min(99, best + 3 * (len(self.reasons) - 1))

    @property
    def words(self) -> list[str | Promise]:
        return [WORDS[each] for each in self.reasons]


def list_pairs(*, for_user: User) -> list[Pair]:
    """List pairs of customers that may be one and were not dismissed, the likeliest first."""
    dismissed = {
        (first, second): frozenset(evidence)
        for first, second, evidence in PairDismissal.objects.values_list(
            "first_id", "second_id", "evidence"
        )
    }
    none: frozenset[str] = frozenset()
    found = [
        pair
        for pair in _find_pairs(for_user)
        if not pair.evidence <= dismissed.get((pair.first.pk, pair.second.pk), none)
    ]
    return found[:SHOWN]


def get_pair(first: Customer, second: Customer, *, for_user: User) -> Pair:
    """
    Find the pair of two customers, whichever is named first.

    :raises NotThere: if nothing says that they may be one.
    """
    wanted = {first.pk, second.pk}
    found = (each for each in _find_pairs(for_user) if {each.first.pk, each.second.pk} == wanted)
    pair = next(found, None)
    if pair is None:
        raise NotThere
    return pair


def list_dismissals(*, for_user: User) -> QuerySet[PairDismissal]:
    """List the pairs that somebody found not to be one, the newest first."""
    visible = Customer.objects.visible_to(for_user)
    rows = PairDismissal.objects.filter(first__in=visible, second__in=visible)
    return rows.select_related("first", "second", "by").order_by("-at", "-pk")


def get_dismissal(pk: int, *, for_user: User) -> PairDismissal:
    """
    Find a dismissal.

    :raises NotThere: if there is none.
    """
    found = list_dismissals(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _find_pairs(user: User) -> list[Pair]:
    visible = Customer.objects.visible_to(user).filter(merged_into=None)
    people = Contact.objects.filter(customer__in=visible)
    telling = visible.annotate(letters=Length("name_initials")).filter(letters__gte=FEWEST)
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    evidence: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reason, rows, field, owner in (
        (NAME, visible, "name_core", "pk"),
        (EMAIL, people, "email", "customer_id"),
        (PHONE, people, "phone_core", "customer_id"),
        (DOMAIN, people, "mail_domain", "customer_id"),
        (INITIALS, telling, "name_initials", "pk"),
    ):
        for value, group in _groups(rows, field, owner).items():
            # Digests: what is kept of a dismissal names nobody.
            digest = sha256(f"{reason}:{value}".encode()).hexdigest()[:32]
            for pair in _pairs(group):
                evidence[pair].add(digest)
                if reason not in reasons[pair]:
                    reasons[pair].append(reason)
    ids = {pk for pair in reasons for pk in pair}
    known = {each.pk: each for each in visible.filter(pk__in=ids).select_related("owner")}
    found = [
        Pair(
            first=known[pair[0]],
            second=known[pair[1]],
            reasons=_telling(why),
            evidence=frozenset(evidence[pair]),
        )
        for pair, why in reasons.items()
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.first.name))


def _telling(reasons: list[str]) -> tuple[str, ...]:
    # The same name begins with the same letters.
    return tuple(each for each in reasons if each != INITIALS or NAME not in reasons)


def _groups(
    rows: QuerySet[Customer] | QuerySet[Contact], field: str, owner: str
) -> dict[str, set[int]]:
    counted = rows.order_by().exclude(**{field: ""}).values(field)
    shared = counted.annotate(n=Count(owner, distinct=True)).filter(n__gt=1)
    values = list(shared.order_by(field).values_list(field, flat=True)[:GROUPS])
    groups: dict[str, set[int]] = defaultdict(set)
    for value, pk in rows.order_by().filter(**{f"{field}__in": values}).values_list(field, owner):
        groups[value].add(pk)
    return groups


def _pairs(group: Iterable[int]) -> list[tuple[int, int]]:
    ordered = sorted(group)
    return [(ordered[0], other) for other in ordered[1:10]]


def list_merges(*, for_user: User) -> QuerySet[CustomerMerge]:
    """List what was merged, the newest first."""
    visible = Customer.objects.visible_to(for_user)
    rows = CustomerMerge.objects.filter(kept__in=visible)
    return rows.select_related("kept", "merged", "by").order_by("-at", "-pk")


def list_standing_merges(*, since: datetime) -> QuerySet[CustomerMerge]:
    """List what was merged since then and not taken back, whoever asks; the oldest first."""
    rows = CustomerMerge.objects.filter(at__gte=since, undone_at=None)
    return rows.select_related("kept", "merged").order_by("at", "pk")


def list_merges_from(merge: CustomerMerge) -> list[CustomerMerge]:
    """Give a merge and those that its kept customer went on into since, one after the other."""
    found = [merge]
    rows = CustomerMerge.objects.filter(undone_at=None).select_related("kept", "merged")
    while further := rows.filter(merged_id=found[-1].kept_id).first():
        found.append(further)
    return found


def get_merge(pk: int, *, for_user: User) -> CustomerMerge:
    """
    Find a merge.

    :raises NotThere: if there is none.
    """
    found = list_merges(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
