"""What people type about plans and templates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import INTERNAL, Role
from twintrack.helix.communication.lifecycle import StepKind, StepState

ROLES = [(role.value, role.label) for role in Role if role in INTERNAL]
DRAFT = {"rows": 4}


class StepForm(forms.Form):
    state = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (StepState.DONE, StepState.SKIPPED)]
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


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
