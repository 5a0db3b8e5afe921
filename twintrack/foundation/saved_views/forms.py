"""What people type about views."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.saved_views.models import NAME_LENGTH, QUERY_LENGTH
from twintrack.ui.edits import EditForm


class ViewForm(EditForm):
    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput({"autofocus": True})
    )
    is_shared = forms.BooleanField(label=_("Everybody may use it"), required=False)


class NewViewForm(ViewForm):
    place = forms.CharField(max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(max_length=QUERY_LENGTH, required=False, widget=forms.HiddenInput)


class FiltersForm(forms.Form):
    """The filters that a view is to have from now on, and those that it had."""

    before = forms.CharField(max_length=QUERY_LENGTH, required=False)
    query = forms.CharField(max_length=QUERY_LENGTH, required=False)
