"""What releases ask of work: that no blocker is open, and what came in after the freeze."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.releases.gates import GateFact, Verdict, register_gate
from twintrack.rnd.releases.late import LateChange, register_late_changes
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.note_lines import register_note_lines
from twintrack.rnd.releases.notes import NoteLine, Section
from twintrack.rnd.work.events import WorkItemChanged
from twintrack.rnd.work.models import Kind, Severity, WorkItem
from twintrack.ui.words import listed

# So many are named in the sentence of the gate.
NAMED = 3
MOST = 50


def register_shipping() -> None:
    """Tell releases what is known of work; called while the apps start."""
    register_gate("blockers", gettext_lazy("No blocker is open"), judge_blockers, place=20)
    register_late_changes(list_late_changes)
    register_note_lines(list_limits)


def judge_blockers(release: Release, _user: User, _target: Decimal | None) -> GateFact:
    """
    Say whether a blocker keeps a release back.

    An open one counts that is planned for it, or for no release: nobody decided to live with it.
    """
    defects = WorkItem.objects.filter(product=release.product_id, kind=Kind.DEFECT)
    concerned = Q(release=release.pk) | Q(release=None)
    found = defects.open().filter(concerned, defect__severity=Severity.BLOCKER).order_by("pk")
    count = found.count()
    if count:
        asked = {"kind": Kind.DEFECT.value, "product": release.product.code}
        return GateFact(
            verdict=Verdict.FAILING,
            sentence=_blocked(count, list(found.values_list("number", flat=True)[:NAMED])),
            figure=Decimal(count),
            target=Decimal(0),
            url=f"{reverse('work-item-list')}?{urlencode(asked)}",
        )
    if not defects.exists():
        return GateFact(
            verdict=Verdict.NOT_MEASURED, sentence=_("No defect of the product is written down.")
        )
    return GateFact(
        verdict=Verdict.OK,
        sentence=_("No open defect stops customers."),
        figure=Decimal(0),
        target=Decimal(0),
    )


def _blocked(count: int, named: list[str]) -> str:
    said = {"n": count, "numbers": listed(named), "more": count - len(named)}
    if said["more"]:
        return _("%(n)d blockers are open: %(numbers)s and %(more)d more.") % said
    sentence = ngettext(
        "%(n)d blocker is open: %(numbers)s.", "%(n)d blockers are open: %(numbers)s.", count
    )
    return sentence % said


def list_limits(release: Release) -> list[NoteLine]:
    """
    List what customers should know does not work, the worst first, once the release is frozen.

    Open defects that they found, or that a version they have holds; small ones are no matter of
    theirs.
    """
    if release.frozen_at is None:
        return []
    known = WorkItem.objects.open().filter(
        Q(defect__is_escaped=True) | Q(defect__found_in__isnull=False),
        product=release.product_id,
        kind=Kind.DEFECT,
        defect__severity__in=(Severity.BLOCKER, Severity.MAJOR),
    )
    # "blocker" stands before "major" by its letters too.
    titles = known.order_by("defect__severity", "pk").values_list("title", flat=True)[:MOST]
    return [NoteLine(section=Section.LIMITS, title=title) for title in titles]


def list_late_changes(release: Release, user: User) -> list[LateChange]:
    """List the work that came into a release, or went out of it, after its freeze."""
    if release.frozen_at is None:
        return []
    return [*_written_down(release, user), *_moved(release, user)]


def _written_down(release: Release, user: User) -> list[LateChange]:
    added = WorkItem.objects.visible_to(user).filter(
        release=release, created_at__gte=release.frozen_at
    )
    return [
        LateChange(
            kind="work_item",
            number=item.number,
            title=item.title,
            url=reverse("work-item-detail", args=[item.number]),
            what=_("came in"),
            tone="in",
            by=item.created_by,
            at=item.created_at,
            reason=item.get_kind_display(),
        )
        for item in added.select_related("created_by").order_by("-pk")[:MOST]
    ]


def _moved(release: Release, user: User) -> list[LateChange]:
    # What changed its release concerns both in the ledger: nothing else has to be read.
    entries = Entry.objects.filter(
        kind=WorkItemChanged.kind,
        subjects__kind="release",
        subjects__object_id=release.pk,
        happened_at__gte=release.frozen_at,
        about_id__in=WorkItem.objects.visible_to(user).values("pk"),
    )
    latest = entries.select_related("actor").order_by("-pk")[:MOST]
    turns = [(each, _turn(each, release)) for each in latest]
    return [_late_change(entry, came_in=came_in) for entry, came_in in turns if came_in is not None]


def _turn(entry: Entry, release: Release) -> bool | None:
    """Say whether a change brought work into a release (or out of it), or did neither."""
    for change in entry.payload["changes"]:
        if change["field"] == "release" and release.pk in {change["came_from"], change["to"]}:
            return bool(change["to"] == release.pk)
    return None


def _late_change(entry: Entry, *, came_in: bool) -> LateChange:
    event = entry.event
    assert isinstance(event, WorkItemChanged)
    return LateChange(
        kind="work_item",
        number=event.number,
        title=event.title,
        url=reverse("work-item-detail", args=[event.number]),
        what=_("came in") if came_in else _("went out"),
        tone="in" if came_in else "out",
        by=entry.actor,
        at=entry.happened_at,
    )
