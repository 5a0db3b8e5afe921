"""Addresses that take back what entries of the ledger tell, named by the first and the last."""

from collections.abc import Collection
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from twintrack.ui.fields import LARGEST


class UndoForm(forms.Form):
    """The entries that tell of what is taken back."""

    first = forms.IntegerField(min_value=1, max_value=LARGEST)
    last = forms.IntegerField(min_value=1, max_value=LARGEST)


def undo_address(name: str, entries: Collection[int], *args: str) -> str:
    """Give the address of that name that takes entries back; nothing where there are none."""
    if not entries:
        return ""
    asked = {"first": min(entries), "last": max(entries)}
    return f"{reverse(name, args=args)}?{urlencode(asked)}"
