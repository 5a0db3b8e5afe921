"""What an event is: a frozen dataclass with a kind, published with its JSON schema."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self, get_args, get_type_hints

from pydantic import TypeAdapter, WithJsonSchema

# An amount of money: whoever may not see amounts is told none. Other numbers, such as exchange
# rates, are plain decimals.
AMOUNT = "amount"
_TOLD = {
    "anyOf": [{"type": "string"}, {"type": "null"}],
    "description": "Null where you may not see amounts.",
}
Amount = Annotated[Decimal, AMOUNT, WithJsonSchema(_TOLD, mode="serialization")]
# Who a person outside the company is, such as a contact's name: taken out when they are erased.
PERSONAL = "personal"
_NAMED = {"type": "string", "description": "Personal: black bars once the person was erased."}
Personal = Annotated[str, PERSONAL, WithJsonSchema(_NAMED, mode="serialization")]


@dataclass(frozen=True, kw_only=True)
class Event:
    """
    Something that happened, in the past tense.

    The payload holds ids, numbers, codes and what people typed, never sentences of ours:
    those are rendered in the reader's language.
    """

    kind: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            _EVENTS[cls.kind] = cls

    def to_payload(self) -> dict[str, Any]:
        """Give the values as JSON can carry them."""
        payload: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return payload

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Build the event again from what was stored."""
        event: Self = _adapter(cls).validate_python(payload)
        return event

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """Give the published JSON schema of the payload."""
        return _adapter(cls).json_schema(mode="serialization")


_EVENTS: dict[str, type[Event]] = {}


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(event: type[Event]) -> TypeAdapter[Any]:
    # Building one takes a millisecond; every entry needs it.
    if event.kind not in _ADAPTERS:
        _ADAPTERS[event.kind] = TypeAdapter(event)
    return _ADAPTERS[event.kind]


class EventUnknown(LookupError):
    """The ledger holds an event that this version does not know."""

    # Templates tell such an entry by its kind alone.
    silent_variable_failure = True


def event_class(kind: str) -> type[Event]:
    """
    Find the class of a kind of event.

    :raises EventUnknown: if no class has that kind.
    """
    try:
        return _EVENTS[kind]
    except KeyError:
        raise EventUnknown(kind) from None


def all_events() -> dict[str, type[Event]]:
    """List the event classes by kind."""
    return dict(sorted(_EVENTS.items()))


@dataclass(frozen=True, kw_only=True)
class PersonalFields:
    """The fields of an event that are personal, and the ids by which it may name the person."""

    names: tuple[str, ...]
    named_by: tuple[str, ...]


def personal_fields() -> dict[str, PersonalFields]:
    """List the kinds of events that say who a person outside the company is."""
    found = {}
    for kind, event in _EVENTS.items():
        hints = get_type_hints(event, include_extras=True)
        names = tuple(name for name, hint in hints.items() if _is_personal(hint))
        if names:
            ids = tuple(name for name in hints if name.endswith("_id"))
            found[kind] = PersonalFields(names=names, named_by=ids)
    return found


def _is_personal(hint: Any) -> bool:
    return any(PERSONAL in getattr(each, "__metadata__", ()) for each in (hint, *get_args(hint)))
