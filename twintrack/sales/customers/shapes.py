"""What the REST API says of a customer at a glance."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from twintrack.foundation.api.schemas import OneOf, Out
from twintrack.sales.customers.models import ConsentChannel, ConsentState, ConsentWay


class SignOut(Out):
    code: str
    label: str
    value: str = Field(description="As people read it; a band where you may not see amounts")
    figure: Decimal | None = Field(description="Null where you may not see amounts")
    unit: str = Field(description="`count`, `days` or the code of a currency")
    note: str
    tone: str = Field(description="`bad`, `warn` for what asks for a look, else empty")
    rule: str = Field(description="When it is bad or asks for a look")

    @staticmethod
    def resolve_label(sign: object) -> str:
        return str(sign.label)  # type: ignore[attr-defined]

    @staticmethod
    def resolve_rule(sign: object) -> str:
        return str(sign.rule)  # type: ignore[attr-defined]


class NextStepOut(Out):
    kind: str
    words: str
    on: date | None
    who: str
    url: str


class ConsentOut(Out):
    channel: Annotated[str, OneOf(ConsentChannel)]
    state: Annotated[str, OneOf(ConsentState)]
    on: date
    way: Annotated[str, OneOf(ConsentWay)]
    noted_at: datetime


class InstalledOut(Out):
    product: str = Field(alias="installation.product.code")
    version: str | None
    newest: str | None = Field(description="Set where a newer version was released")
    since: date | None = Field(alias="installation.since")

    @staticmethod
    def resolve_version(each: object) -> str | None:
        version = each.installation.version  # type: ignore[attr-defined]
        return version.name if version else None

    @staticmethod
    def resolve_newest(each: object) -> str | None:
        return each.newest.name if each.newest else None  # type: ignore[attr-defined]
