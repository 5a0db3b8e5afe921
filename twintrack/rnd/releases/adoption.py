"""How a release reaches the installed base: week by week as it was, and as it is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from twintrack.hub.products.queries import list_weeks
from twintrack.rnd.releases.models import Release
from twintrack.ui import charts
from twintrack.ui.charts import Chart, Course

WEEK = timedelta(days=7)
# Weeks before the release that show what it began from.
BEFORE = 2
MOST = 60


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many of the installed base have a release in a week, of how many; and the plan."""

    week: date
    active: int | None = None
    total: int | None = None
    planned: int | None = None

    @property
    def share(self) -> float | None:
        """The share in percent, where anything is known of the week."""
        if self.active is None or not self.total:
            return None
        return 100 * self.active / self.total


def follow(release: Release) -> list[Reach]:
    """List the weeks of a release's roll-out, oldest first, from shortly before it was out."""
    plan = dict(release.rollout.order_by("week").values_list("week", "percent"))
    begins = release.released_on or min(plan, default=None)
    if begins is None:
        return []
    first = begins - timedelta(days=begins.weekday()) - WEEK * BEFORE
    noted = {each.week: each for each in list_weeks(release.product) if each.week >= first}
    known = [*noted, *plan]
    if not known:
        return []
    found, planned = [], 0
    for n in range(min((max(known) - first).days // 7 + 1, MOST)):
        week = first + WEEK * n
        planned = plan.get(week, planned)
        counts = noted.get(week)
        found.append(
            Reach(
                week=week,
                active=counts.by_version.get(release.name, 0) if counts else None,
                total=counts.total if counts else None,
                planned=planned if plan and week <= max(plan) else None,
            )
        )
    return found


def draw(release: Release, weeks: list[Reach]) -> Chart:
    """Draw the share that has a release beside the one that was planned."""
    last = next((each for each in reversed(weeks) if each.share is not None), None)
    title = _("No numbers of its use yet")
    if last and last.share is not None:
        title = _("%(share)s %% of the installed base have %(name)s") % {
            "share": f"{last.share:.0f}",
            "name": release.name,
        }
    courses = [Course(_("Share in use"), [each.share for each in weeks])]
    if any(each.planned is not None for each in weeks):
        courses.append(Course(_("Planned share"), [each.planned for each in weeks], is_dashed=True))
    return charts.lines(
        title=title,
        days=[each.week for each in weeks],
        courses=courses,
        unit="%",
        decimals=0,
        hint=_("Share of the installed base, by week"),
        formula=_("In use of this version / in use of all versions, as noted for the product"),
        empty_text=_("Note weekly how many of the product are in use, and plan the roll-out."),
    )


def lag(weeks: list[Reach]) -> int | None:
    """Say by how many points the last known week is behind its plan; above 0 is behind."""
    both = [each for each in weeks if each.share is not None and each.planned is not None]
    if not both:
        return None
    last = both[-1]
    return round((last.planned or 0) - (last.share or 0))
