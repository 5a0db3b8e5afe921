"""Filters of a list: they stand in the address, and as chips above the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

SEARCH = "q"
VIEW = "view"
FILTERS = "filters"
# Says which saved view an address began as.
SAVED = "saved"
# What begins anew when a filter changes.
FLEETING = ("after", FILTERS)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view of a list, as the filter bar shows it."""

    label: str | Promise
    url: str
    is_on: bool
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: str
    value: str
    remove_url: str
    # Nothing of this kind can be chosen: it filters nothing, and says so.
    is_unknown: bool = False


def chosen(form: forms.Form) -> dict[str, Any]:
    """Give what filters ask for; one that makes no sense does not take the others along."""
    form.is_valid()
    return form.cleaned_data


def filter_bar(
    request: HttpRequest,
    form: forms.Form,
    *,
    views: Sequence[tuple[str, str | Promise]] = (),
    view: str = "",
) -> dict[str, Any]:
    """
    Give what `ui/_filterbar.html` shows of a bound form of filters and of the views of a list.

    The form's fields are filters named as in the address; `q` is the search and has its own box.
    The form is drawn when it is opened: its choices are asked for then and not before.
    """
    if SEARCH in form.fields:
        form.fields[SEARCH].widget = forms.HiddenInput()
    query = _lasting(request.GET)
    chips = [
        Chip(
            label=str(field.label),
            value=_shown(field),
            remove_url=_with(query, field.name, ""),
            is_unknown=field.name in form.errors,
        )
        for field in form
        if field.name not in {SEARCH, VIEW} and field.value()
    ]
    unsaved = _without(query, SAVED)
    tabs = [
        Tab(label=label, url=_with(unsaved, VIEW, code), is_on=code == view)
        for code, label in views
    ]
    return {
        "filter_form": form,
        "chips": chips,
        "tabs": tabs,
        "q": query.get(SEARCH, ""),
        "kept_for_search": _others(query, {SEARCH}),
        "kept_for_filters": _others(query, set(form.fields)),
        "is_filter_open": request.GET.get(FILTERS) == "open",
        "open_url": _with(query, FILTERS, "open"),
        "close_url": _with(query, FILTERS, ""),
    }


def _lasting(query: QueryDict) -> QueryDict:
    lasting = query.copy()
    for name in FLEETING:
        lasting.pop(name, None)
    return lasting


def _without(query: QueryDict, name: str) -> QueryDict:
    rest = query.copy()
    rest.pop(name, None)
    return rest


def _with(query: QueryDict, name: str, value: str) -> str:
    changed = _without(query, name)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"


def _others(query: QueryDict, names: set[str]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in query.items() if name not in names and value]


def _shown(field: forms.BoundField) -> str:
    """Write the value of a filter as its choices do."""
    value = field.form.cleaned_data.get(field.name) if hasattr(field.form, "cleaned_data") else None
    if value is None:
        return str(field.value())
    choices = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
    return str(choices.get(value, value))
