"""What people type about what a deal needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import FROZEN
from twintrack.rnd.backlog.models import Requirement

CHOICES = [("must", _("Must have")), ("nice", _("Nice to have"))]


class NeedForm(forms.Form):
    requirement = forms.ModelChoiceField(
        label=_("Requirement"), queryset=Requirement.objects.none(), to_field_name="number"
    )
    weight = forms.ChoiceField(label=_("Importance"), choices=CHOICES)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Requirement.objects.visible_to(user).exclude(state__in=FROZEN)
        self.fields["requirement"].queryset = visible  # type: ignore[attr-defined]


class WeightForm(forms.Form):
    weight = forms.ChoiceField(choices=CHOICES)
