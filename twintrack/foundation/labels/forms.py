"""What is chosen and typed of labels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.labels.models import NAME_LENGTH, Colour, Label
from twintrack.foundation.labels.queries import list_labels
from twintrack.foundation.people.models import User
from twintrack.ui.edits import EditForm


class LabelForm(EditForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    colour = forms.ChoiceField(
        label=_("Colour"), choices=Colour.choices, widget=forms.RadioSelect, initial=Colour.BLUE
    )


class LabelsForm(forms.Form):
    """Labels out of those there are, by their ids, and new ones by their names."""

    def __init__(self, data: Any = None, *, user: User, chosen: tuple[int, ...] = ()) -> None:
        super().__init__(data)
        self.labels = list(list_labels(for_user=user))
        self.known = {str(each.pk): each for each in self.labels}
        given = data.getlist("label") if data is not None else [str(pk) for pk in chosen]
        self.given: list[str] = [each for each in given if each.strip()]
        self.seen: set[str] = set(data.getlist("seen") if data is not None else self.given)

    @property
    def put_on(self) -> list[Label]:
        return [self.known[each] for each in self.given if each in self.known.keys() - self.seen]

    @property
    def take_off(self) -> list[Label]:
        gone = self.seen - set(self.given)
        return [label for pk, label in self.known.items() if pk in gone]

    @property
    def new(self) -> list[str]:
        return [each for each in self.given if each not in self.known]
