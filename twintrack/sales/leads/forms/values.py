"""Values that rules of leads ask for: typed and shown as lists call them, kept as codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from twintrack.sales.leads.lifecycle import Field, Mail, Size, Source
from twintrack.sales.leads.traits import NO, YES
from twintrack.ui.edits import EditForm

LANGUAGES = ("zh-hans", "en")
Choices = dict[str, str | Promise]
# Of all other fields the value is words that stand in them, or the code of a product.
CODED: dict[str, Choices] = {
    Field.SOURCE: dict(Source.choices),
    Field.SIZE: dict(Size.choices),
    Field.MAIL: dict(Mail.choices),
    Field.PHONE: {YES: _("yes"), NO: _("no")},
}


def _parts(value: str) -> list[str]:
    return [part for each in value.split("|") if (part := each.strip())]


def labels_of(field: str, value: str) -> str:
    """Write codes as the reader's lists call them."""
    choices = CODED.get(field, {})
    return " | ".join(str(choices.get(each, each)) for each in _parts(value))


def codes_of(field: str, value: str) -> str:
    """Find the codes of what was typed in either language; what is none stays as it is."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            known |= {str(label).casefold(): code for code, label in CODED.get(field, {}).items()}
    if not known:
        return value
    return "|".join(known.get(each.casefold(), each) for each in _parts(value))


class ValueField(forms.CharField):
    """What a rule asks for; `about` is the field of a lead that it is asked of."""

    about = ""

    def prepare_value(self, value: Any) -> Any:
        return labels_of(self.about, value) if value else value

    def to_python(self, value: Any) -> str:
        return codes_of(self.about, super().to_python(value) or "")


class ConditionForm(EditForm):
    """A form with `field` and `value`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("field") if self.is_bound else self.initial.get("field")
        self._asked.about = chosen or ""
        self._asked.help_text = _(
            "Several, parted by |. Source: %(source)s. Size: %(size)s. E-mail: %(mail)s. "
            "Phone: %(phone)s. Product: its code. Else words that stand in it."
        ) % {name: ", ".join(map(str, choices.values())) for name, choices in CODED.items()}

    @property
    def _asked(self) -> ValueField:
        field = self.fields["value"]
        assert isinstance(field, ValueField)
        return field

    def _seen(self, name: str) -> Any:
        if name != "value":
            return super()._seen(name)
        # What they saw was asked of the field that they saw.
        now, self._asked.about = self._asked.about, self.data.get("initial-field", "")
        try:
            return super()._seen(name)
        finally:
            self._asked.about = now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        known = CODED.get(cleaned.get("field", ""), {})
        wrong = [each for each in _parts(cleaned.get("value") or "") if known and each not in known]
        if wrong:
            self.add_error(
                "value",
                str(_("“%(value)s” is not in that list.") % {"value": " | ".join(wrong)}),
            )
        return cleaned
