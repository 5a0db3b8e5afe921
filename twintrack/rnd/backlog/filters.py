"""The filters of the pool's list and board, as they stand in an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import list_labels
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Kind, Priority
from twintrack.rnd.backlog.pool import PoolFilter
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.queries import list_releases
from twintrack.ui.fields import ManyField
from twintrack.ui.filters import Chip
from twintrack.ui.widgets import Chooser
from twintrack.ui.words import listed

ME = "me"


class PoolFilterForm(forms.Form):
    product = ManyField(
        label=_("Product"),
        queryset=Product.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    state = forms.MultipleChoiceField(
        label=_("State"),
        choices=State.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priority = forms.TypedMultipleChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    release = ManyField(
        label=_("Release"),
        queryset=Release.objects.none(),
        to_field_name="number",
        required=False,
        widget=Chooser(hint=attrgetter("product.name")),
    )
    label = ManyField(
        label=_("Label"), queryset=Label.objects.none(), required=False, widget=Chooser()
    )
    owner = ManyField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        widget=Chooser(hint=attrgetter("title")),
    )
    customers = forms.IntegerField(
        label=_("Customers, at least"), required=False, min_value=0, max_value=100_000
    )
    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        self.query = data
        mine = data.copy()
        if ME in data.getlist("owner"):
            owners = [str(user.pk) if each == ME else each for each in data.getlist("owner")]
            mine.setlist("owner", owners)
        super().__init__(mine)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        releases = list_releases(for_user=user).order_by("-pk")
        self.fields["release"].queryset = releases  # type: ignore[attr-defined]
        self.fields["label"].queryset = list_labels(for_user=user)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> PoolFilter:
        """What was understood; a filter that is wrong narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return PoolFilter(
            products=tuple(each.pk for each in given.get("product", ())),
            states=tuple(given.get("state", ())),
            labels=tuple(each.pk for each in given.get("label", ())),
            releases=tuple(each.pk for each in given.get("release", ())),
            owners=tuple(each.pk for each in given.get("owner", ())),
            kinds=tuple(given.get("kind", ())),
            priorities=tuple(given.get("priority", ())),
            text=given.get("q", "").strip(),
            customers=given.get("customers") or 0,
        )

    @property
    def chips(self) -> Iterator[Chip]:
        """What narrows the list, in words, each with the address that takes it away."""
        for name in self.fields:
            # What is searched for stands in its own box.
            if name == "q" or name in self.errors or not self.cleaned_data.get(name):
                continue
            yield Chip(
                label=str(self.fields[name].label),
                value=listed(self._words(name)),
                remove_url="?" + without(self.query, name).urlencode(),
            )

    def _words(self, name: str) -> list[str]:
        given, field = self.cleaned_data[name], self.fields[name]
        if name == "customers":
            return [f"≥ {given}"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return [str(each) for each in given]
        if name in _WORDS:
            return [str(_WORDS[name](each).label) for each in given]
        return [str(given)]


_WORDS: dict[str, Callable[[Any], models.Choices]] = {
    "state": State,
    "kind": Kind,
    "priority": Priority,
}


def without(query: QueryDict, *names: str) -> QueryDict:
    """Give the address without some of its parameters, and from its first page on."""
    rest = query.copy()
    for name in (*names, "after", "page", "peek"):
        rest.pop(name, None)
    return rest


def pairs(query: QueryDict) -> list[tuple[str, str]]:
    """Give the parameters one by one, as hidden fields carry them on."""
    return [(name, value) for name, values in query.lists() for value in values]
