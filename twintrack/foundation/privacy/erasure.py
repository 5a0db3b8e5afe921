"""What somebody types who erases a person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.privacy.spellings import Spelling


class ErasureForm(forms.Form):
    typed = forms.CharField(
        label=_("The name, as it is written"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))
    everywhere = forms.BooleanField(
        label=_("Also where somebody else of the same name may be meant"), required=False
    )
    spellings = forms.MultipleChoiceField(
        label=_("Short forms that mean this person"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They stand in texts about the same company. What you tick is erased there, and "
            "nowhere else."
        ),
    )

    def __init__(self, *args: Any, offered: Sequence[Spelling] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.text, _told(each)) for each in offered]
        self.fields["spellings"].choices = choices  # type: ignore[attr-defined]
        if not offered:
            del self.fields["spellings"]


def _told(spelling: Spelling) -> str:
    said = " / ".join(spelling.contexts)
    return f"{spelling.text} ({spelling.count}): {said}"
