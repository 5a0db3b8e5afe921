"""What all apps' endpoints are made of: bodies, pages, people, choices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from annotated_types import Ge, Le
from django.db.models import Choices
from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from twintrack.foundation.api.problems import FieldError, Problem, Refused, problem_of
from twintrack.ui.fields import EARLIEST, LARGEST, LATEST, is_far_away

T = TypeVar("T")
Limit = Annotated[int, Ge(1), Le(200)]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Key = Annotated[int, Ge(0), Le(LARGEST)]


Day = Annotated[date, Ge(EARLIEST), Le(LATEST)]


def _refuse_far_away(moment: datetime) -> datetime:
    if is_far_away(moment):
        raise PydanticCustomError("day_far_away", "far away")
    return moment


# A moment in an address; those in bodies are looked at by `Body`.
Moment = Annotated[AwareDatetime, AfterValidator(_refuse_far_away)]


class Body(BaseModel):
    """
    What a caller sends: fields that are not known are refused by name.

    `never_null` names those that may be left out, and hold something where they are sent.
    """

    never_null: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def refuse_zero_bytes(cls, values: Any) -> Any:
        """PostgreSQL cannot keep them, so no database does."""
        if _holds_zero_byte(values):
            raise PydanticCustomError("no_zero_bytes", "zero byte")
        return values

    @field_validator("*", mode="after")
    @classmethod
    def refuse_what_nobody_means(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse nothing where something must be, far days, and moments of no time zone."""
        if value is None and info.field_name in cls.never_null:
            raise PydanticCustomError("missing", "null")
        if isinstance(value, date) and is_far_away(value):
            raise PydanticCustomError("day_far_away", "far away")
        if isinstance(value, datetime) and value.tzinfo is None:
            raise PydanticCustomError("timezone_aware", "no time zone")
        return value


def _holds_zero_byte(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_zero_byte(each) for each in (*value, *value.values()))
    if isinstance(value, list):
        return any(_holds_zero_byte(each) for each in value)
    return isinstance(value, str) and "\x00" in value


class Out(Schema):
    """What a caller is given."""


class Page(Schema, Generic[T]):
    """Some entries of a list; send `next` as `after` for the following ones, until it is null."""

    items: list[T]
    next: str | None

    @staticmethod
    def resolve_next(page: Any) -> str | None:
        return page.next or None


class PersonOut(Out):
    id: int
    name: str


@dataclass(frozen=True)
class OneOf:
    """Marks a text as one of some choices: `Annotated[str, OneOf(Severity)]`."""

    choices: type[Choices]

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.choices.values))


@contextmanager
def referring(name: str) -> Iterator[None]:
    """Tell that what a field of the body names is not there, as that field's error."""
    try:
        yield
    except Exception as error:
        problem = problem_of(error)
        if problem is None or problem.status != 404:
            raise
        detail = problem.detail
        wrong = FieldError(detail=detail, code="not-there", pointer=f"#/{name}")
        raise Refused(Problem(status=422, detail=detail, errors=[wrong])) from error
