"""What people type about who works on an opportunity, and what they do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.rules import ALLOWED, Act
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact
from twintrack.sales.customers.queries import list_contacts
from twintrack.sales.pipeline.lifecycle import Influence, Part
from twintrack.sales.pipeline.models import Opportunity, PlaybookTask
from twintrack.sales.pipeline.operations import TaskDetails
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField

DATE = {"type": "date"}


class _PeopleForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list_people(roles=ALLOWED[Act.SEE_OPPORTUNITIES])
        for name in {"owner", "person"} & self.fields.keys():
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class TaskForm(_PeopleForm):
    title = forms.CharField(label=_("What is to do"), max_length=120)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")
    due_on = DayField(label=_("Due on"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))


class OwnerForm(_PeopleForm):
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is skipped"), max_length=300, widget=forms.Textarea({"rows": 2})
    )


class MemberForm(_PeopleForm):
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label="")
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)


class ContactForm(forms.Form):
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), empty_label=""
    )
    influence = forms.ChoiceField(label=_("Influence"), choices=Influence.choices)

    def __init__(self, *args: Any, opportunity: Opportunity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = list_contacts(opportunity.customer).filter(is_active=True)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


class PlaybookForm(EditForm):
    """What a role does at a stage."""

    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=120)
    title_en = forms.CharField(label=_("Title (English)"), max_length=120)
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    due_days = forms.IntegerField(
        label=_("Working days after the stage is entered"), min_value=0, max_value=250
    )

    def __init__(self, *args: Any, task: PlaybookTask | None = None, **kwargs: Any) -> None:
        if task is not None:
            kwargs["initial"] = {name: getattr(task, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def details(self) -> TaskDetails:
        return TaskDetails(**self.cleaned_data)
