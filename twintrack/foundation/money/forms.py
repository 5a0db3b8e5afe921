"""What people type about exchange rates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.money import currencies
from twintrack.foundation.money.queries import base_currency
from twintrack.ui.fields import DayField


class RateForm(forms.Form):
    currency = forms.ChoiceField(label=_("Currency"))
    on = DayField(
        label=_("Valid from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    rate = forms.DecimalField(label=_("Rate"), max_digits=18, decimal_places=8)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        base = base_currency()
        foreign = [each for each in currencies.choices() if each[0] != base]
        self.fields["currency"].choices = foreign  # type: ignore[attr-defined]
        self.fields["rate"].help_text = _("What one unit is worth in %(base)s.") % {"base": base}
