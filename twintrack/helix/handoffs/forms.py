"""What people type about handoffs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AttachForm(forms.Form):
    number = forms.CharField(
        label=_("Requirement number"),
        max_length=20,
        widget=forms.TextInput({"placeholder": "REQ-318"}),
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()
