"""What people type about their accounts."""

from typing import ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import Density, Language, MailWhen, Theme


class FoundingForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least ten characters. A short sentence is easy to keep in mind."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        validators=[validate_password],
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class PreferencesForm(forms.Form):
    """Any of the preferences; those left out stay."""

    language = forms.ChoiceField(choices=Language.choices, required=False)
    theme = forms.ChoiceField(choices=Theme.choices, required=False)
    density = forms.ChoiceField(choices=Density.choices, required=False)
    time_zone = forms.CharField(max_length=50, required=False)
    mail_when = forms.ChoiceField(choices=MailWhen.choices, required=False)

    NAMES: ClassVar = ("language", "theme", "density", "time_zone", "mail_when")

    def chosen(self) -> dict[str, str]:
        """Give the preferences that were sent."""
        return {name: self.cleaned_data[name] for name in self.NAMES if self.data.get(name)}
