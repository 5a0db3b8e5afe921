"""What people type about products."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProductForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Short and lasting: it stands in addresses.")
    )


class ModuleForm(forms.Form):
    name = forms.CharField(label=_("Module"), max_length=80)


class VersionForm(forms.Form):
    name = forms.CharField(label=_("Version"), max_length=40)
    released_on = forms.DateField(
        label=_("Released on"), required=False, widget=forms.DateInput({"type": "date"})
    )
