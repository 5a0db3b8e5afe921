"""What releases ask of requirements: how many they hold, whether they are done, what came late."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import find_of_kind
from twintrack.rnd.backlog.events import RequirementScoped
from twintrack.rnd.backlog.lifecycle import BUILT, FROZEN, OPEN, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.releases.gates import GateFact, Verdict, register_gate
from twintrack.rnd.releases.late import LateChange, register_late_changes
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.scope import Scope, register_scope
from twintrack.ui.words import listed

# So many are named in the sentence of the gate.
NAMED = 3
MOST = 100
NOT_DONE = tuple(state for state in State if state in OPEN and state not in BUILT)


def register_shipping() -> None:
    """Tell releases what they hold; called while the apps start."""
    register_scope(count_scopes)
    register_late_changes(list_late_changes)
    register_gate(
        "requirements", gettext_lazy("Requirements are built"), judge_requirements, place=10
    )


def list_scope(release: Release, *, for_user: User) -> QuerySet[Requirement]:
    """List what ships with a release, what is not built first, then what most wait for."""
    planned = list_requirements(for_user=for_user).filter(release=release)
    return planned.exclude(state__in=FROZEN).order_by("-customers_count", "-value_score", "pk")


def list_unfinished_of(release: Release, *, for_user: User) -> QuerySet[Requirement]:
    """List what is planned for a release and not built."""
    return list_scope(release, for_user=for_user).exclude(state__in=BUILT)


def list_candidates(release: Release, *, for_user: User, words: str = "") -> QuerySet[Requirement]:
    """List what could be planned for a release: open ones of its product, by number or words."""
    rows = list_requirements(for_user=for_user, product=release.product)
    rows = rows.filter(state__in=OPEN).exclude(release=release)
    if words:
        found = Q(pk__in=find_of_kind(words, kind="requirement"))
        rows = rows.filter(found | Q(number__iexact=words) | Q(title__icontains=words))
    return rows


def count_scopes(release_ids: Collection[int]) -> dict[int, Scope]:
    """Count what releases hold, and what of it is built."""
    planned = Requirement.objects.filter(release__in=release_ids).exclude(state__in=FROZEN)
    rows = (
        planned.order_by()
        .values_list("release")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(state__in=BUILT)))
    )
    return {pk: Scope(total=total, done=done) for pk, total, done in rows}


def judge_requirements(release: Release, user: User, _target: Decimal | None) -> GateFact:
    """Say whether all requirements of a release are built, and name some that are not."""
    scope = count_scopes([release.pk]).get(release.pk, Scope())
    if not scope.total:
        return GateFact(
            verdict=Verdict.NOT_MEASURED, sentence=_("No requirement is planned for it.")
        )
    done, total = Decimal(scope.done), Decimal(scope.total)
    if not scope.left:
        said = ngettext("%(n)d of %(n)d is built.", "All %(n)d are built.", scope.total)
        return GateFact(
            verdict=Verdict.OK, sentence=said % {"n": scope.total}, figure=done, target=total
        )
    first = list_unfinished_of(release, for_user=user).values_list("number", flat=True)[:NAMED]
    counted = {"done": scope.done, "total": scope.total, "numbers": listed(first)}
    said = _("%(done)d of %(total)d are built; not built: %(numbers)s.")
    if scope.left > NAMED:
        said = _("%(done)d of %(total)d are built; not built: %(numbers)s and others.")
    return GateFact(
        verdict=Verdict.FAILING,
        sentence=said % counted,
        figure=done,
        target=total,
        url=_address(release),
    )


def _address(release: Release) -> str:
    asked = {"release": release.number, "state": [state.value for state in NOT_DONE]}
    return f"{reverse('requirement-list')}?{urlencode(asked, doseq=True)}"


def list_late_changes(release: Release, _user: User) -> list[LateChange]:
    """List what came into a release, or went out of it, after its freeze."""
    if release.frozen_at is None:
        return []
    entries = Entry.objects.filter(
        subjects__kind="release",
        subjects__object_id=release.pk,
        kind=RequirementScoped.kind,
        happened_at__gte=release.frozen_at,
    )
    rows = entries.select_related("actor").order_by("-pk")[:MOST]
    return [_late_change(release, entry) for entry in rows if entry.payload["is_late"]]


def _late_change(release: Release, entry: Entry) -> LateChange:
    event = entry.event
    assert isinstance(event, RequirementScoped)
    came_in = event.release_id == release.pk
    return LateChange(
        kind="requirement",
        number=event.number,
        title=event.title,
        url=reverse("requirement-detail", args=[event.number]),
        what=_("came in") if came_in else _("went out"),
        tone="in" if came_in else "out",
        by=entry.actor,
        at=entry.happened_at,
        reason=event.reason or _passed_on(event, came_in=came_in),
    )


def _passed_on(event: RequirementScoped, *, came_in: bool) -> str:
    """Say where what moved by itself came from, or went."""
    if came_in and event.came_from_name:
        return _("left over from %(release)s") % {"release": event.came_from_name}
    return event.release_name if not came_in else ""
