"""What people type when they review, merge and split requirements."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import list_who_see
from twintrack.rnd.backlog.models import Requirement, Verdict
from twintrack.rnd.backlog.operations import Question, View
from twintrack.rnd.backlog.scoring import STEPS, Rice, Wsjf
from twintrack.ui.fields import DayField, ManyField
from twintrack.ui.widgets import Chooser, Finder


class QuestionForm(forms.Form):
    """Whose opinion is wanted, and until when."""

    reviewers = ManyField(
        label=_("Reviewers"),
        queryset=User.objects.none(),
        widget=Chooser(hint=attrgetter("title")),
        help_text=_("People of both tracks; each is told in the inbox."),
    )
    due_on = DayField(
        label=_("Opinions until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("What it is about"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: object, requirement: Requirement, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = list_who_see(requirement.product)
        self.fields["reviewers"].queryset = people  # type: ignore[attr-defined]

    def question(self) -> Question:
        told = self.cleaned_data
        return Question(
            reviewers=tuple(told["reviewers"]), due_on=told["due_on"], note=told["note"]
        )


def _step(label: Any) -> forms.TypedChoiceField:
    steps = [("", "—"), *((step, str(step)) for step in STEPS)]
    return forms.TypedChoiceField(label=label, choices=steps, coerce=int)


class RiceForm(forms.Form):
    reach = forms.DecimalField(label=_("Reach (customers a quarter)"), min_value=0, max_value=10**6)
    impact = forms.DecimalField(label=_("Impact (0.25–3)"), min_value=0, max_value=3)
    confidence = forms.DecimalField(label=_("Confidence (%)"), min_value=0, max_value=100)
    effort = forms.DecimalField(label=_("Effort (person-months)"), min_value=0.1, max_value=1000)

    def rice(self) -> Rice:
        return Rice(**self.cleaned_data)


class WsjfForm(forms.Form):
    """What waiting costs, and how much work it is, each in one of the steps."""

    user_value = _step(_("User and business value"))
    time_criticality = _step(_("Time criticality"))
    opportunity = _step(_("Risk reduced or opportunity opened"))
    job_size = _step(_("Job size"))

    def wsjf(self) -> Wsjf:
        return Wsjf(**self.cleaned_data)


class OpinionForm(RiceForm):
    """What a reviewer thinks; the four numbers are all given or none."""

    verdict = forms.ChoiceField(
        label=_("Opinion"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2})
    )

    field_order = ("verdict", "comment", "reach", "impact", "confidence", "effort")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in NUMBERS:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        given = [name for name in NUMBERS if self.cleaned_data.get(name) is not None]
        if given and len(given) < len(NUMBERS) and not self.errors:
            missing = next(name for name in NUMBERS if name not in given)
            self.add_error(missing, _("Give all four numbers, or none."))
        return self.cleaned_data

    def view(self) -> View:
        told = self.cleaned_data
        numbers = {name: told[name] for name in NUMBERS}
        estimated = all(number is not None for number in numbers.values())
        return View(
            verdict=told["verdict"],
            comment=told["comment"],
            rice=Rice(**numbers) if estimated else None,
        )


NUMBERS = ("reach", "impact", "confidence", "effort")
PARTS = ("user_value", "time_criticality", "opportunity", "job_size")


class MergeForm(forms.Form):
    """Which requirement stands for the others."""

    target = forms.ModelChoiceField(
        label=_("Which one stays"),
        queryset=Requirement.objects.none(),
        widget=Finder(url_name="requirement-targets"),
        help_text=_("It gets the feedback and customers of the others. This can be undone."),
    )

    def __init__(
        self, *args: object, targets: QuerySet[Requirement], first: list[int], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["target"]
        field.queryset = targets  # type: ignore[attr-defined]
        if first:
            field.initial = first[0]


class SplitForm(forms.Form):
    """The parts of a requirement."""

    titles = forms.CharField(
        label=_("Parts"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One title a line. Which feedback goes to which part is chosen afterwards."),
    )

    def parts(self) -> list[str]:
        return [line for line in self.cleaned_data["titles"].splitlines() if line.strip()]
