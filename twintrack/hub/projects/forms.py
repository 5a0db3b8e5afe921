"""What people type about projects and milestones."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.lifecycle import MilestoneKind, ProjectKind, ProjectState
from twintrack.hub.projects.models import Project
from twintrack.hub.projects.operations import (
    MilestoneDetails,
    ProjectDetails,
    ProjectWording,
)
from twintrack.hub.projects.queries import list_projects
from twintrack.ui.fields import DayField

DATE = {"type": "date"}


class ProjectForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    start_on = DayField(
        label=_("Starts on"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    due_on = DayField(
        label=_("Due on"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        products = self.fields["product"]
        products.queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def details(self) -> ProjectDetails:
        return ProjectDetails(**self.cleaned_data)


class MilestoneForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=MilestoneKind.choices)
    due_on = DayField(label=_("Due on"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))

    def details(self) -> MilestoneDetails:
        return MilestoneDetails(**self.cleaned_data)


class NewMilestoneForm(MilestoneForm):
    """A milestone of a project that is chosen with it."""

    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), empty_label=""
    )
    field_order = ("project", "name", "kind", "due_on")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        projects = list_projects(for_user=user, state=ProjectState.ACTIVE)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]

    def details(self) -> MilestoneDetails:
        facts = {name: self.cleaned_data[name] for name in MilestoneForm.base_fields}
        return MilestoneDetails(**facts)


class ProjectFilterForm(forms.Form):
    q = forms.CharField(required=False)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label="", required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", ""), *ProjectKind.choices], required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), empty_label="", required=False
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]


class MilestoneFilterForm(forms.Form):
    q = forms.CharField(required=False)
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), empty_label="", required=False
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        projects = list_projects(for_user=user)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why it is not reached"), widget=forms.Textarea({"rows": 2}))


class ForecastForm(forms.Form):
    before = DayField(widget=forms.HiddenInput(), localize=False)
    forecast_on = DayField(label=_("Forecast"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))


class WordingForm(forms.Form):
    """What may be written anew of a project."""

    name = forms.CharField(label=_("Name"), max_length=120)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")
    start_on = DayField(
        label=_("Starts on"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    due_on = DayField(
        label=_("Due on"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["owner"].queryset = list_people()  # type: ignore[attr-defined]

    def wording(self) -> ProjectWording:
        return ProjectWording(**self.cleaned_data)


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=ProjectState.choices)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class ReachedForm(forms.Form):
    on = DayField(
        label=_("Reached on"),
        required=False,
        widget=forms.DateInput(DATE | {"class": "input"}, format="%Y-%m-%d"),
    )
