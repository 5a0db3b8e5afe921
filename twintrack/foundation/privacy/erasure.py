"""What somebody types who erases a person."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    typed = forms.CharField(
        label=_("The name, as it is written"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))
    everywhere = forms.BooleanField(
        label=_("Also where somebody else of the same name may be meant"), required=False
    )
