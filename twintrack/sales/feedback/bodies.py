"""What the REST API takes and gives of feedback."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import WORDS_LENGTH, Channel, Kind, Severity


class FeedbackOut(Out):
    number: str
    customer: str = Field(alias="customer.number")
    product: str = Field(alias="product.code")
    module_id: int | None
    version_id: int | None
    contact_id: int | None
    kind: Annotated[str, OneOf(Kind)]
    severity: Annotated[str, OneOf(Severity)]
    channel: Annotated[str, OneOf(Channel)]
    title: str
    verbatim: str
    state: Annotated[str, OneOf(State)]
    duplicate_of: str | None = Field(alias="duplicate_of.number", default=None)
    note: str
    source: str
    source_url: str
    external_id: str
    owner: PersonOut
    occurred_at: datetime
    recorded_by: PersonOut
    recorded_at: datetime
    triaged_at: datetime | None


class AttachmentOut(Out):
    id: int
    name: str
    size: int
    content_type: str
    added_by: PersonOut
    added_at: datetime


class FeedbackBody(Body):
    customer: str = Field(default="", description="The customer's number")
    customer_name: str = Field(default="", max_length=120, description="Or the name of a new one")
    product: str = Field(description="The product's code")
    verbatim: str = Field(max_length=WORDS_LENGTH, description="In the customer's words")
    kind: Annotated[str, OneOf(Kind)] = Kind.COMPLAINT.value
    severity: Annotated[str, OneOf(Severity)] = Severity.MAJOR.value
    channel: Annotated[str, OneOf(Channel)] = Channel.API.value
    title: str = Field(default="", max_length=200)
    contact_id: Key | None = None
    contact_name: str = Field(default="", max_length=80)
    also_products: list[str] = Field(default=[], max_length=20, description="Products' codes")
    module_id: Key | None = None
    version_id: Key | None = None
    occurred_at: AwareDatetime | None = None
    source_url: str = Field(default="", max_length=500, pattern="^(https?://.*)?$")
    source: str = Field(default="", max_length=40)
    external_id: str = Field(default="", max_length=120)


class FeedbackStateBody(Body):
    state: Annotated[str, OneOf(State)]


class TriageBody(Body):
    route: Annotated[str, OneOf(Route)]
    note: str = Field(default="", max_length=500, description="What the customer was told")


class DuplicateBody(Body):
    original: str = Field(description="The number of the feedback that it repeats")


class WithdrawalBody(Body):
    reason: str = Field(default="", max_length=500)


class FeedbackClass(Body):
    kind: Annotated[str, OneOf(Kind)] | None = None
    severity: Annotated[str, OneOf(Severity)] | None = None
    module_id: Key | None = None
    version_id: Key | None = None


class FeedbackClassBody(Body):
    before: FeedbackClass = Field(description="What you saw of the fields you change")
    values: FeedbackClass


class FeedbackWords(Body):
    title: str | None = Field(default=None, min_length=1, max_length=200)
    verbatim: str | None = Field(default=None, min_length=1, max_length=WORDS_LENGTH)
    channel: Annotated[str, OneOf(Channel)] | None = None
    occurred_at: AwareDatetime | None = None
    source_url: str | None = Field(default=None, max_length=500, pattern="^(https?://.*)?$")
    contact_id: Key | None = None


class FeedbackWordsBody(Body):
    before: FeedbackWords = Field(description="What you saw of the fields you change")
    values: FeedbackWords


class FeedbackOwnerBody(Body):
    owner_id: Key


class SeveralBody(Body):
    numbers: list[str] = Field(min_length=1, max_length=200)


class SeveralTriagedBody(SeveralBody):
    route: Annotated[str, OneOf(Route)]
    note: str = Field(default="", max_length=500)


class SeveralClassifiedBody(SeveralBody):
    kind: Annotated[str, OneOf(Kind)] | None = None
    severity: Annotated[str, OneOf(Severity)] | None = None


class SeveralAssignedBody(SeveralBody):
    owner_id: Key
