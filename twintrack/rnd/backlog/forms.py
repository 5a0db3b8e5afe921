"""What people type about requirements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.backlog.board import COLUMNS
from twintrack.rnd.backlog.impact import Move
from twintrack.rnd.backlog.lifecycle import DECISIONS, State
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.ui.fields import DayField


class RequirementForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.IMPROVEMENT)
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        products = self.fields["product"]
        products.queryset = list_products(for_user=user)  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(each.value, each.label) for each in DECISIONS]
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}))
    customer_wording = forms.CharField(
        label=_("What customers may read"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The salesperson gets these words to pass on."),
    )
    revisit_on = DayField(
        label=_("Look again on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On this day it comes back to be decided."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self["decision"].value() != State.DEFERRED:
            self.fields["revisit_on"].widget = forms.HiddenInput()


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=State.choices)


class PlaceForm(forms.Form):
    """Where a row or card was dropped: behind one, before another."""

    pk = forms.ModelChoiceField(queryset=Requirement.objects.none())
    after = forms.ModelChoiceField(queryset=Requirement.objects.none(), required=False)
    before = forms.ModelChoiceField(queryset=Requirement.objects.none(), required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        visible = list_requirements(for_user=user)
        for name in ("pk", "after", "before"):
            self.fields[name].queryset = visible  # type: ignore[attr-defined]

    @property
    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class MoveForm(PlaceForm):
    """A card that was put into a column of the board."""

    col = forms.TypedChoiceField(
        choices=[(each.code, each.label) for each in COLUMNS],
        coerce={each.code: each for each in COLUMNS}.__getitem__,
    )


class SupposedForm(forms.Form):
    """A change that somebody thinks of."""

    change = forms.ChoiceField(choices=Move.choices, required=False)
    to = DayField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
