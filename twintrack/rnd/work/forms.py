"""What people type about work items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.models import Project
from twintrack.hub.projects.queries import list_projects
from twintrack.rnd.backlog.models import Priority, Requirement
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import list_choices as list_iterations
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.queries import list_choices as list_releases
from twintrack.rnd.work.lifecycle import COLUMNS, State
from twintrack.rnd.work.models import Kind, LinkKind, Severity, WorkItem
from twintrack.rnd.work.operations import Edit, Work
from twintrack.rnd.work.queries import find_work_items
from twintrack.ui.fields import DayField
from twintrack.ui.widgets import Finder

DATE = {"type": "date"}
# What a new work item says beside its product, kind and title.
_VALUES = (
    "description",
    "priority",
    "assignee",
    "points",
    "estimate_hours",
    "project",
    "requirement",
    "parent",
    "iteration",
    "release",
    "due_on",
)
_OF_DEFECTS = ("severity", "environment", "is_escaped")


class WorkItemForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=""
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.TASK)
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, required=False, initial=Severity.MAJOR
    )
    environment = forms.CharField(label=_("Environment"), required=False, max_length=200)
    is_escaped = forms.BooleanField(label=_("Found by a customer"), required=False)
    assignee = forms.ModelChoiceField(
        label=_("Assignee"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.MEDIUM
    )
    points = forms.DecimalField(
        label=_("Points"), required=False, min_value=0, max_value=9999, decimal_places=1
    )
    estimate_hours = forms.DecimalField(
        label=_("Estimate (h)"), required=False, min_value=0, max_value=9999, decimal_places=1
    )
    iteration = forms.ModelChoiceField(
        label=_("Iteration"), queryset=Iteration.objects.none(), required=False, empty_label="—"
    )
    release = forms.ModelChoiceField(
        label=_("Release"), queryset=Release.objects.none(), required=False, empty_label="—"
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label="—"
    )
    due_on = DayField(
        label=_("Due on"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    requirement = forms.ModelChoiceField(
        label=_("Requirement"),
        queryset=Requirement.objects.none(),
        required=False,
        widget=Finder(url_name="requirement-targets"),
    )
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=WorkItem.objects.none(),
        required=False,
        widget=Finder(url_name="work-item-choices"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: dict[str, QuerySet[Any]] = {
            "product": list_products(for_user=user),
            "assignee": list_people(),
            "iteration": list_iterations(for_user=user),
            "release": list_releases(for_user=user),
            "project": list_projects(for_user=user),
            "requirement": list_requirements(for_user=user),
            "parent": find_work_items("", for_user=user),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    @property
    def work(self) -> Work:
        given = self.cleaned_data
        names = (*_VALUES, *(_OF_DEFECTS if given["kind"] == Kind.DEFECT else ()))
        values = {name: given[name] for name in names if given.get(name) not in (None, "")}
        return Work(
            product=given["product"], title=given["title"], kind=given["kind"], values=values
        )


class QuickForm(forms.Form):
    """A title, typed where the work belongs."""

    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)


class PlaceForm(forms.Form):
    """Where a row or card was dropped: behind one, before another."""

    pk = forms.ModelChoiceField(queryset=WorkItem.objects.none())
    after = forms.ModelChoiceField(queryset=WorkItem.objects.none(), required=False)
    before = forms.ModelChoiceField(queryset=WorkItem.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = find_work_items("", for_user=user)
        for name in ("pk", "after", "before"):
            self.fields[name].queryset = visible  # type: ignore[attr-defined]

    @property
    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class MoveForm(PlaceForm):
    """A card that was put into a column of the board; `revision` is the state it was seen in."""

    col = forms.TypedChoiceField(
        choices=[(each.value, each.label) for each in COLUMNS], coerce=State
    )
    revision = forms.CharField(required=False)


class StateForm(forms.Form):
    """Another state; `seen` is the one that the person saw."""

    state = forms.TypedChoiceField(choices=State.choices, coerce=State)
    seen = forms.ChoiceField(choices=State.choices, required=False)


class BlockForm(forms.Form):
    reason = forms.CharField(label=_("What stands in the way"), max_length=300)


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label=_("This one"), choices=LinkKind.choices)
    other = forms.ModelChoiceField(
        label=_("Work item"),
        queryset=WorkItem.objects.none(),
        widget=Finder(url_name="work-item-choices"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = find_work_items("", for_user=user)  # type: ignore[attr-defined]


def _people() -> forms.Field:
    return forms.ModelChoiceField(label=_("Assignee"), queryset=list_people(), required=False)


class ChangeForm(forms.Form):
    """One change for all work items that are selected, by the code of the field."""

    def __init__(self, code: str, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        self.fields[code] = _bulk_fields(user)[code]

    @property
    def change(self) -> Edit | State:
        value = self.cleaned_data[self.code]
        return value if self.code == "state" else Edit(field=self.code, value=value)


BULK = ("state", "assignee", "priority", "iteration", "release", "points")


def _bulk_fields(user: User) -> dict[str, forms.Field]:
    return {
        "state": forms.TypedChoiceField(label=_("State"), choices=State.choices, coerce=State),
        "assignee": _people(),
        "priority": forms.TypedChoiceField(
            label=_("Priority"), choices=Priority.choices, coerce=int
        ),
        "iteration": forms.ModelChoiceField(
            label=_("Iteration"), queryset=list_iterations(for_user=user), required=False
        ),
        "release": forms.ModelChoiceField(
            label=_("Release"), queryset=list_releases(for_user=user), required=False
        ),
        "points": forms.DecimalField(
            label=_("Points"), required=False, min_value=0, max_value=9999, decimal_places=1
        ),
    }
