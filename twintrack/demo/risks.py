"""What the made-up company is afraid of, and what early warning tells it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from twintrack.demo.cast import Cast
from twintrack.hub.projects.models import Project
from twintrack.hub.risks import operations as risks
from twintrack.hub.risks.lifecycle import RiskState
from twintrack.hub.risks.models import Risk
from twintrack.hub.risks.operations import RiskDetails
from twintrack.hub.risks.rounds import watch

# So often the rules have looked back in the story: days ago.
LOOKED = (42, 28, 21, 14, 10, 7, 5, 3, 2, 1, 0)


def follow(cast: Cast) -> None:
    """Write into the diary what is written down by hand, and when the rules look."""
    for number, told in enumerate(cast.teller.read("risks")["risks"]):
        cast.diary.on(told["ago"], 15.1, partial(_raise, cast, told), key=str(number))
    for ago in LOOKED:
        cast.diary.on(ago, 18.4, watch)


def _raise(cast: Cast, told: dict[str, object], at: datetime) -> None:
    product = cast.products[str(told["of"])]
    details = RiskDetails(
        title=cast.teller.of(told["title"]),  # type: ignore[arg-type]
        product=product,
        kind=str(told["kind"]),
        probability=int(str(told["probability"])),
        impact_days=int(str(told["days"])),
        owner=cast.staff[str(told["owner"])],
        response=str(told.get("response", "")),
        plan=cast.teller.of(told["plan"]) if "plan" in told else "",  # type: ignore[arg-type]
        trigger=cast.teller.of(told["trigger"]) if "trigger" in told else "",  # type: ignore[arg-type]
        project=Project.objects.filter(product=product).order_by("-pk").first(),
    )
    risk = risks.raise_risk(details=details, by=cast.staff[str(told["by"])], at=at)
    if "plan" in told:
        later = at + timedelta(days=1)
        cast.diary.at(later, partial(_answer, risk, cast, str(told["owner"])))


def _answer(risk: Risk, cast: Cast, owner: str, at: datetime) -> None:
    risks.move(risk=risk, to=RiskState.RESPONDING, by=cast.staff[owner], at=at)
