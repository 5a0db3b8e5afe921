"""What people type about customers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.sales.customers.models import Segment


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    segment = forms.ChoiceField(label=_("Segment"), choices=Segment.choices, initial="C")
    industry = forms.CharField(label=_("Industry"), max_length=80, required=False)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
