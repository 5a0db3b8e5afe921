"""The head of papers in the REST API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Out
from twintrack.foundation.documents import operations, queries
from twintrack.foundation.documents.models import Letterhead

router = make_router(tag="letterhead", label=_("Head of papers"))


class LetterheadOut(Out):
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    phone: str
    email: str
    website: str
    tax_number: str
    bank_zh: str
    bank_en: str
    bank_account: str


class LetterheadFacts(Body):
    name_zh: str | None = Field(default=None, min_length=1, max_length=120)
    name_en: str | None = Field(default=None, min_length=1, max_length=120)
    address_zh: str | None = Field(default=None, max_length=200)
    address_en: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=40)
    email: str | None = Field(default=None, max_length=254)
    website: str | None = Field(default=None, max_length=100)
    tax_number: str | None = Field(default=None, max_length=40)
    bank_zh: str | None = Field(default=None, max_length=120)
    bank_en: str | None = Field(default=None, max_length=120)
    bank_account: str | None = Field(default=None, max_length=60)


class LetterheadBody(Body):
    before: LetterheadFacts = Field(description="What you saw of the fields you change")
    values: LetterheadFacts


@router.get("/letterhead", response=LetterheadOut, summary=_("Read the head of papers"))
def get_letterhead(request: ApiRequest) -> Letterhead:
    check_may(request.user, Act.USE)
    return queries.get_letterhead()


@router.patch("/letterhead", response=LetterheadOut, summary=_("Change the head of papers"))
def change_letterhead(request: ApiRequest, body: LetterheadBody) -> Letterhead:
    return operations.change_letterhead(
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )
