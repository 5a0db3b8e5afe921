"""What an administrator types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DismissForm(forms.Form):
    reason = forms.CharField(
        label=_("Why shall it not take effect?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The ledger keeps your reason."),
    )
