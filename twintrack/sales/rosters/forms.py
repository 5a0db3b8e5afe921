"""What people choose when customers come from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.sales.rosters.columns import CUSTOMER_TARGETS
from twintrack.sales.rosters.lifecycle import POLICIES, Decision
from twintrack.sales.rosters.models import CustomerImport
from twintrack.ui.widgets import FileChooser


class CustomerFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or JSON lines, with the names of the columns in the first line."),
        widget=FileChooser({"accept": ".csv,.tsv,.txt,.xlsx,.json,.jsonl"}),
    )


class CustomerColumnsForm(forms.Form):
    """Which column says what of a customer."""

    def __init__(self, *args: Any, run: CustomerImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "—"), *((name, name) for name in run.columns)]
        for target in CUSTOMER_TARGETS:
            self.fields[target.code] = forms.ChoiceField(
                label=str(target.label),
                choices=columns,
                required=target.is_required,
                initial=run.mapping.get(target.code, ""),
            )

    def mapping(self) -> dict[str, str]:
        chosen = {each.code: self.cleaned_data.get(each.code, "") for each in CUSTOMER_TARGETS}
        return {code: column for code, column in chosen.items() if column}


class PolicyForm(forms.Form):
    policy = forms.ChoiceField(
        label=_("Customers that are known"),
        choices=[(each.value, each.label) for each in POLICIES],
        initial=Decision.ATTACH,
    )
