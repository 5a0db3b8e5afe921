"""What people type and drop around the work in iterations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.lifecycle import Decision, Lane
from twintrack.rnd.sprints.models import BoardPolicy
from twintrack.rnd.work.lifecycle import COLUMNS, UNDER_WAY, State
from twintrack.rnd.work.models import Kind, WorkItem
from twintrack.rnd.work.queries import find_work_items

INSIDE, OUTSIDE = "iteration", "backlog"
LIMITED = [state for state in COLUMNS if state in UNDER_WAY]
WAYS = [(Decision.BACKLOG.value, Decision.BACKLOG.label)]


class _DropForm(forms.Form):
    """Where a card was dropped: behind one, before another."""

    pk = forms.ModelChoiceField(queryset=WorkItem.objects.none())
    after = forms.ModelChoiceField(queryset=WorkItem.objects.none(), required=False)
    before = forms.ModelChoiceField(queryset=WorkItem.objects.none(), required=False)
    revision = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        visible = find_work_items("", for_user=user)
        for name in ("pk", "after", "before"):
            self.fields[name].queryset = visible  # type: ignore[attr-defined]

    @property
    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class PlaceForm(_DropForm):
    """A card that was dropped beside the iteration or into it."""

    col = forms.ChoiceField(choices=[(INSIDE, ""), (OUTSIDE, "")])


class CardForm(_DropForm):
    """A card that was put into a column; `revision` is the state it was seen in."""

    col = forms.TypedChoiceField(
        choices=[(each.value, each.label) for each in COLUMNS], coerce=State
    )


class BacklogFilterForm(forms.Form):
    q = forms.CharField(required=False)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label="", required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", ""), *Kind.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    """How many cards at most stand in each column of work in progress."""

    is_firm = forms.BooleanField(
        label=_("Refuse what goes over a limit"),
        required=False,
        help_text=_("Without it, a full column is only shown and told."),
    )

    def __init__(self, *args: Any, policy: BoardPolicy, **kwargs: Any) -> None:
        kwargs["initial"] = {**policy.limits, "is_firm": policy.is_firm}
        super().__init__(*args, **kwargs)
        for state in LIMITED:
            self.fields[state.value] = forms.IntegerField(
                label=state.label, min_value=1, max_value=99, required=False
            )
        self.order_fields([*(state.value for state in LIMITED), "is_firm"])

    @property
    def limits(self) -> dict[str, int]:
        given = {state.value: self.cleaned_data.get(state.value) for state in LIMITED}
        return {name: value for name, value in given.items() if value}


class ClosingForm(forms.Form):
    """For each open work item, where it goes."""

    def __init__(
        self, *args: Any, items: list[WorkItem], following: Iteration | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        onward = _("To “%(name)s”") % {"name": following.name} if following else ""
        ways = [(Decision.NEXT.value, onward), *WAYS] if following else WAYS
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.ChoiceField(
                label=str(item), choices=ways, initial=ways[0][0], widget=forms.RadioSelect
            )

    @property
    def decisions(self) -> dict[int, Decision]:
        return {
            item.pk: Decision(self.cleaned_data[f"item-{item.pk}"])
            for item in self.items
            if f"item-{item.pk}" in self.cleaned_data
        }

    def field_of(self, item: WorkItem) -> forms.BoundField:
        return self[f"item-{item.pk}"]


class NoteForm(forms.Form):
    lane = forms.TypedChoiceField(choices=Lane.choices, coerce=Lane)
    text = forms.CharField(label=_("What you say"), max_length=300)


class VoteForm(forms.Form):
    is_for = forms.BooleanField(required=False)


class TakeUpForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput(), strip=False)
    notes = forms.CharField(
        label=_("Review notes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )
