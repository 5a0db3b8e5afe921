"""What the API shows of releases, and what several endpoints take."""

from datetime import date
from typing import Annotated

from pydantic import Field

from twintrack.foundation.api.schemas import Body, OneOf, Out, PersonOut
from twintrack.rnd.releases.lifecycle import State


class ReleaseOut(Out):
    number: str
    product: str = Field(alias="product.code")
    name: str
    goal: str
    state: Annotated[str, OneOf(State)]
    owner: PersonOut
    planned_on: date | None
    forecast_on: date | None
    released_on: date | None
    withdrawn_on: date | None
    withdrawn_reason: str
    shipped_reason: str


class ReleaseReasonBody(Body):
    reason: str = Field(max_length=1000)
