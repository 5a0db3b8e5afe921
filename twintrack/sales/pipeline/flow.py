"""How opportunities move on through the stages, counted from what they passed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from twintrack.foundation.memory.standing import named_by, standing
from twintrack.sales.pipeline.lifecycle import Outcome
from twintrack.sales.pipeline.models import StagePassage

WINDOW = timedelta(days=365)
# Below this a share says more than the counts behind it know.
FEWEST = 5
ONWARD = (Outcome.ONWARD, Outcome.WON)
DECIDED = (*ONWARD, Outcome.BACK, Outcome.LOST)


@dataclass(frozen=True, kw_only=True)
class Share:
    """Of `decided` who entered a stage within a year and left it, `onward` moved on."""

    onward: int
    decided: int

    @property
    def percent(self) -> int | None:
        """The share in percent; nothing where there are too few to say."""
        return round(100 * self.onward / self.decided) if self.decided >= FEWEST else None


def moving_on(*, at: datetime) -> dict[str, Share]:
    """
    Say of each stage how many of those who entered it within a year moved on, as of that day.

    Who is still there is not decided yet and is left out; each opportunity counts once at a
    stage, by how it left it last.
    """
    day = timezone.localdate(at)
    asked = named_by("pipeline.moving_on", day.isoformat())
    return standing(asked, lambda: _count(at - WINDOW), about=("pipeline_stage",))


def _count(since: datetime) -> dict[str, Share]:
    passages = StagePassage.objects.filter(is_last=True, entered_at__gte=since)
    rows = passages.order_by().values_list("stage", "outcome").annotate(many=Count("*"))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for stage, outcome, many in rows:
        counts[stage][outcome] = many
    return {
        stage: Share(
            onward=sum(each[outcome] for outcome in ONWARD),
            decided=sum(each[outcome] for outcome in DECIDED),
        )
        for stage, each in counts.items()
    }
