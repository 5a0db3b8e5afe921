"""Fields that are changed where they stand: how each reads, how it is typed, what keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.functional import Promise

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Inline(Generic[T]):
    """
    A field of an object: `read` gives its value, `field` a form field for it.

    `save` takes the object, the value that the person saw, the one they typed, and who and when;
    `words` says a value in the reader's language.
    """

    label: str | Promise
    read: Callable[[T], Any]
    field: Callable[[T], forms.Field]
    save: Callable[[T, Any, Any, dict[str, Any]], T]
    words: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two versions of one field: what stands there now, and what the person typed."""

    code: str
    theirs: str
    mine: str
    reason: str


class InlineForm(forms.Form):
    """One field with the value that the person saw."""

    def __init__(self, inline: Inline[T], row: T, *args: Any, **kwargs: Any) -> None:
        seen = inline.read(row)
        kwargs.setdefault("initial", {"before": seen, "value": seen})
        super().__init__(*args, **kwargs)
        self.fields["value"] = inline.field(row)
        self.fields["value"].widget.attrs |= {"aria-label": str(inline.label), "autofocus": True}
        before = inline.field(row)
        before.required = False
        before.widget = forms.HiddenInput()
        if isinstance(before, forms.ModelChoiceField):
            # Who was seen may have left meanwhile, what was seen be offered no more.
            model = before.queryset.model  # type: ignore[union-attr]
            before.queryset = model.objects.all()
        elif isinstance(before, forms.ChoiceField):
            before = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["before"] = before

    def save(self, inline: Inline[T], row: T, *, by: Any, at: datetime) -> T:
        """
        Keep what was typed.

        :raises StaleEdit: if somebody changed the field since the person saw it.
        """
        before, value = self.cleaned_data["before"], self.cleaned_data["value"]
        coerce = getattr(self.fields["value"], "coerce", None)
        if coerce is not None and before:
            # What was seen comes as text, whatever it is of.
            before = coerce(before)
        return inline.save(row, before, value, {"by": by, "at": at})
