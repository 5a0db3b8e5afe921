"""What people choose when leads come from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.sales.leads.columns import LEAD_TARGETS
from twintrack.sales.leads.models import LeadImport
from twintrack.ui.widgets import FileChooser


class LeadFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or JSON lines, with the names of the columns in the first line."),
        widget=FileChooser({"accept": ".csv,.tsv,.txt,.xlsx,.json,.jsonl"}),
    )


class ColumnsForm(forms.Form):
    """Which column says what of a lead."""

    with_known = forms.BooleanField(label=_("Take in also who is known already"), required=False)

    def __init__(self, *args: Any, run: LeadImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "—"), *((name, name) for name in run.columns)]
        for target in LEAD_TARGETS:
            self.fields[target.code] = forms.ChoiceField(
                label=str(target.label),
                choices=columns,
                required=target.is_required,
                initial=run.mapping.get(target.code, ""),
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields that name columns."""
        return [self[target.code] for target in LEAD_TARGETS]

    def mapping(self) -> dict[str, str]:
        chosen = {each.code: self.cleaned_data.get(each.code, "") for each in LEAD_TARGETS}
        return {code: column for code, column in chosen.items() if column}
