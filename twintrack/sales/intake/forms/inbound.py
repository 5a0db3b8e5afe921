"""What people fill in when they look after an address for another system."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SourceForm(forms.Form):
    """What an address for another system is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=40,
        help_text=_("The system that sends: Worktile, service desk, web form."),
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: only whether it shall be done."""
