"""Fields of forms that take what people mean, and the keys that addresses hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What lies further off is a slip of the hand; counting on from it leads out of the calendar.
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
FAR_AWAY = _("Choose a day between 1970 and 2199.")
# What the databases can hold as a key.
LARGEST = 2**63 - 1


def is_far_away(day: date) -> bool:
    """Say whether nobody can mean a day, or a moment."""
    return not EARLIEST.year <= day.year <= LATEST.year


def key_of(text: str) -> int | None:
    """Read a key that an address holds, if it is one."""
    if not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    key = int(text)
    return key if key <= LARGEST else None


def keys_of(texts: Iterable[str]) -> list[int]:
    """Read the keys among what an address holds, each once and in their order."""
    found = [key for key in map(key_of, texts) if key is not None]
    return list(dict.fromkeys(found))


def _check_day(day: date) -> None:
    if is_far_away(day):
        raise ValidationError(FAR_AWAY, code="far_away")


class DayField(forms.DateField):
    """A day that somebody can mean."""

    default_validators = [_check_day]


class MomentField(forms.DateTimeField):
    """A moment that somebody can mean."""

    default_validators = [_check_day]


class ManyField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several of many; a key that no database holds is wrong like any other."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            text = self.error_messages["invalid_list"]
            raise ValidationError(text, code="invalid_list") from None
