"""What is sent and given of contracts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from twintrack.foundation.api.schemas import (
    Body,
    Day,
    Key,
    OneOf,
    Out,
    PersonOut,
)
from twintrack.sales.contracts import queries
from twintrack.sales.contracts.lifecycle import ContractState, SignedHow, Trigger, VersionState
from twintrack.sales.contracts.models import Contract, ContractVersion, Instalment
from twintrack.sales.contracts.terms import Line, Part, Terms
from twintrack.sales.pricing.models import Unit

Amount = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2)]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Party = Annotated[str, Field(max_length=160)]


class ContractLineBody(Body):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    quantity: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=3)] = Decimal(1)
    unit: Annotated[str, OneOf(Unit)] = "piece"
    amount: Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]


class InstalmentBody(Body):
    label: Annotated[str, Field(min_length=1, max_length=80)]
    trigger: Annotated[str, OneOf(Trigger)] = "day"
    due_on: Day | None = None
    days: Annotated[int, Field(ge=0, le=3650)] = 0
    share: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    amount: Amount | None = None
    instalment_id: Key | None = Field(default=None, description="Which one it was before")


class ContractTerms(Body):
    amount: Amount
    starts_on: Day
    ends_on: Day
    lines: list[ContractLineBody] = Field(default=[], max_length=500)
    schedule: list[InstalmentBody] = Field(default=[], max_length=60)
    overlap_note: Annotated[str, Field(max_length=300)] = ""

    def terms(self) -> Terms:
        return Terms(
            amount=self.amount,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            lines=tuple(Line(**each.model_dump()) for each in self.lines),
            schedule=tuple(Part(**each.model_dump()) for each in self.schedule),
            overlap_note=self.overlap_note,
        )


class ContractBody(Body):
    customer: str = Field(description="The customer's number")
    title: Annotated[str, Field(min_length=1, max_length=120)]
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    terms: ContractTerms
    reason: Reason
    opportunity: str = Field(default="", max_length=20)
    products: list[str] = Field(default=[], max_length=50, description="The products' codes")
    our_party: Party = ""
    their_party: Party = ""


class ContractFromQuoteBody(Body):
    quote: Annotated[str, Field(max_length=20)]
    version: Annotated[int, Field(ge=1, le=1000)]
    starts_on: Day
    ends_on: Day
    overlap_note: Annotated[str, Field(max_length=300)] = ""


class ContractFacts(Body):
    title: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    owner_id: Key | None = None
    our_party: Party | None = None
    their_party: Party | None = None
    products: list[str] | None = Field(default=None, max_length=50)
    sla_plan_id: Key | None = Field(default=None, description="Binds its newest version")
    remind_days: Annotated[int, Field(ge=0, le=730)] | None = None


class ContractChangeBody(Body):
    before: ContractFacts = Field(description="What you saw of the fields you change")
    values: ContractFacts


class ContractTermsBody(Body):
    revision: Key = Field(description="The revision you saw")
    terms: ContractTerms


class ContractSignatureBody(Body):
    signed_on: Day
    by_us: Annotated[str, Field(min_length=1, max_length=80)]
    by_them: Annotated[str, Field(min_length=1, max_length=80)]
    how: Annotated[str, OneOf(SignedHow)] = "paper"


class ContractReasonBody(Body):
    reason: Reason


class DueReachedBody(Body):
    trigger: Annotated[str, OneOf(Trigger)]
    on: Day | None = Field(default=None, description="Null where it did not happen after all")
    instalment_ids: list[Key] = Field(default=[], max_length=60)


class ContractOut(Out):
    number: str
    title: str
    customer: str = Field(alias="customer.number")
    state: Annotated[str, OneOf(ContractState)]
    amount: Decimal
    currency: str
    starts_on: date
    ends_on: date
    signed_on: date | None
    owner: PersonOut
    created_at: datetime


class ContractVersionOut(Out):
    ordinal: int
    state: Annotated[str, OneOf(VersionState)]
    amount: Decimal
    starts_on: date
    ends_on: date
    lines: list[dict[str, Any]]
    schedule: list[dict[str, Any]]
    overlap_note: str
    reason: str
    revision: int
    signed_on: date | None
    signed_by_us: str
    signed_by_them: str
    signed_how: str


class InstalmentOut(Out):
    id: int
    label: str
    amount: Decimal
    trigger: Annotated[str, OneOf(Trigger)]
    days: int
    reached_on: date | None
    due_on: date | None


class ContractWholeOut(ContractOut):
    our_party: str
    their_party: str
    reason: str
    end_reason: str
    remind_days: int
    commitments: list[dict[str, Any]]
    products: list[str]
    versions: list[ContractVersionOut]
    instalments: list[InstalmentOut]

    @staticmethod
    def resolve_products(contract: Contract) -> list[str]:
        return [each.code for each in contract.products.order_by("code")]

    @staticmethod
    def resolve_versions(contract: Contract) -> list[ContractVersion]:
        return queries.list_versions(contract)

    @staticmethod
    def resolve_instalments(contract: Contract) -> list[Instalment]:
        return list(queries.list_instalments(contract))


class KeptFileOut(Out):
    id: int
    name: str
    size: int
