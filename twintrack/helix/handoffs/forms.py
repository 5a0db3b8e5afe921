"""What people type about handoffs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AttachForm(forms.Form):
    number = forms.CharField(label=_("Attach to a requirement"), max_length=20)

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()


class ThresholdsForm(forms.Form):
    attach = forms.IntegerField(
        label=_("Attach automatically from"),
        min_value=1,
        max_value=100,
        help_text=_(
            "In percent. Of what is attached by itself at 90, about 98 in 100 are right "
            "on the open data it was tuned on."
        ),
    )
    propose = forms.IntegerField(
        label=_("Propose from"),
        min_value=1,
        max_value=100,
        help_text=_("In percent. The lower, the more you look at and the less you miss."),
    )
    attach_before = forms.FloatField(widget=forms.HiddenInput)
    propose_before = forms.FloatField(widget=forms.HiddenInput)
