"""What people type about projects and milestones."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.lifecycle import MilestoneKind, ProjectKind
from twintrack.hub.projects.operations import MilestoneDetails, ProjectDetails

DATE = {"type": "date"}


class ProjectForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    start_on = forms.DateField(label=_("Starts on"), required=False, widget=forms.DateInput(DATE))
    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(DATE))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        products = self.fields["product"]
        products.queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def details(self) -> ProjectDetails:
        return ProjectDetails(**self.cleaned_data)


class MilestoneForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=MilestoneKind.choices)
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(DATE))

    def details(self) -> MilestoneDetails:
        return MilestoneDetails(**self.cleaned_data)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why it is not reached"), widget=forms.Textarea({"rows": 2}))


class ForecastForm(forms.Form):
    before = forms.DateField(widget=forms.HiddenInput)
    forecast_on = forms.DateField(label=_("Forecast"), widget=forms.DateInput(DATE))
