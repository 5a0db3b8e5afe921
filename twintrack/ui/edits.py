"""Forms that change what exists: what the person saw is sent along, so nothing is lost unseen."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from twintrack.ui.templatetags.ui import day
from twintrack.ui.words import listed


class EditForm(forms.Form):
    """A form that knows, beside what each field is to become, what the person saw in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give what the person saw, and what they want, of the fields that they changed."""
        changed = self.changed_data
        seen = {name: self._seen(name) for name in changed}
        return seen, {name: self.cleaned_data[name] for name in changed}

    def _seen(self, name: str) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            # What stood there may be offered no more, as a person with another role now.
            field = deepcopy(field)
            assert field.queryset is not None
            field.queryset = field.queryset.model._default_manager.all()
        widget = field.hidden_widget()
        sent = widget.value_from_datadict(self.data, self.files, self[name].html_initial_name)
        try:
            return field.to_python(sent)
        except forms.ValidationError:
            # Of a row that is gone, or nothing: the operation sees that it differs.
            return [] if isinstance(field, forms.ModelMultipleChoiceField) else None

    def show_both(self, name: str, current: Any) -> None:
        """
        Say beside a field what somebody else wrote into it in between.

        What the person typed stays; sending it once more overwrites what stands there now.
        """
        field = self.fields[name]
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        prepared = field.prepare_value(current)
        if isinstance(prepared, list | tuple | set):
            data.setlist(self[name].html_initial_name, [str(each) for each in prepared])
        else:
            data[self[name].html_initial_name] = "" if prepared is None else str(prepared)
        self.data = data
        said = _("Somebody changed this to “%(value)s” in the meantime. Save again to keep yours.")
        self.add_error(name, said % {"value": _written(current)})


def _written(value: Any) -> str:
    if isinstance(value, set):
        return listed(sorted(str(each) for each in value)) or "—"
    return day(value) if isinstance(value, date) else str(value or "—")
