"""What people type about plans and templates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import INTERNAL, SALES, Role
from twintrack.foundation.people.models import User
from twintrack.helix.communication.lifecycle import StepKind, StepState
from twintrack.hub.projects.lifecycle import MilestoneKind
from twintrack.sales.customers.models import Ground, Segment

ROLES = [(role.value, role.label) for role in Role if role in INTERNAL]
DRAFT = {"rows": 4}


class StepForm(forms.Form):
    state = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (StepState.DONE, StepState.SKIPPED)]
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    ground = forms.ChoiceField(choices=[("", ""), *Ground.choices], required=False)


class TemplateStepForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=StepKind.choices)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    offset_days = forms.IntegerField(
        label=_("Working days after the milestone"), min_value=0, max_value=250
    )
    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200)
    body_zh = forms.CharField(
        label=_("Draft (Chinese)"), required=False, widget=forms.Textarea(DRAFT)
    )
    body_en = forms.CharField(
        label=_("Draft (English)"), required=False, widget=forms.Textarea(DRAFT)
    )


class TemplateForm(forms.Form):
    milestone_kind = forms.ChoiceField(
        label=_("Milestone"), choices=[*MilestoneKind.choices, ("", _("Every other milestone"))]
    )
    milestone_kind.required = False
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[("", _("Customers of every segment")), *Segment.choices]
    )
    segment.required = False


class PositionForm(forms.Form):
    to = forms.IntegerField(min_value=1, max_value=1000)


class TakerForm(forms.Form):
    """Who takes a step; only those who may are offered."""

    to = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["to"].queryset = list_people()  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    q = forms.CharField(required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), empty_label="", required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["owner"].queryset = list_people(roles=SALES)  # type: ignore[attr-defined]
