"""The filters of lists and boards of work, as they stand in an address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import list_labels
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.models import Project
from twintrack.hub.projects.queries import list_projects
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import list_choices as list_iterations
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.queries import list_choices as list_releases
from twintrack.rnd.work.models import Kind
from twintrack.rnd.work.queries import WorkFilter

ME = "me"
VIEWS = (
    ("mine", _("My work")),
    ("open", _("Not done")),
    ("unplanned", _("Not in an iteration")),
    ("defects", _("Defects")),
    ("blocked", _("Blocked")),
    ("done", _("Done")),
    ("all", _("All")),
)


class _Choice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(rows, required=False, empty_label="", **kwargs)


class WorkFilterForm(forms.Form):
    product = _Choice(Product.objects.none(), label=_("Product"), to_field_name="code")
    project = _Choice(Project.objects.none(), label=_("Project"), to_field_name="number")
    iteration = _Choice(Iteration.objects.none(), label=_("Iteration"), to_field_name="number")
    release = _Choice(Release.objects.none(), label=_("Release"), to_field_name="number")
    assignee = _Choice(User.objects.none(), label=_("Assignee"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", ""), *Kind.choices], required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[("", ""), *Priority.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    label = _Choice(Label.objects.none(), label=_("Label"))
    q = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        mine = data.copy()
        if mine.get("assignee") == ME:
            mine["assignee"] = str(user.pk)
        super().__init__(mine)
        rows: dict[str, QuerySet[Any]] = {
            "product": list_products(for_user=user),
            "project": list_projects(for_user=user),
            "iteration": list_iterations(for_user=user),
            "release": list_releases(for_user=user),
            "assignee": list_people(),
            "label": list_labels(for_user=user),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    @property
    def wanted(self) -> WorkFilter:
        """What was understood; a filter that is wrong narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return WorkFilter(
            products=_ids(given.get("product")),
            projects=_ids(given.get("project")),
            iterations=_ids(given.get("iteration")),
            releases=_ids(given.get("release")),
            assignees=_ids(given.get("assignee")),
            labels=_ids(given.get("label")),
            kinds=tuple(filter(None, (given.get("kind"),))),
            priorities=tuple(filter(None, (given.get("priority"),))),
            text=(given.get("q") or "").strip(),
        )


def _ids(row: Any) -> tuple[int, ...]:
    return (row.pk,) if row else ()


def seen_as(view: str, wanted: WorkFilter, *, user: User) -> WorkFilter:
    """Narrow what is wanted to one of the `VIEWS`; whoever looks for words looks everywhere."""
    narrowed = {
        "mine": replace(wanted, assignees=(user.pk,)),
        "unplanned": replace(wanted, iterations=(0,)),
        "defects": replace(wanted, kinds=(Kind.DEFECT.value,)),
        "blocked": replace(wanted, blocked=True),
        "done": replace(wanted, scope="done"),
        "all": replace(wanted, scope="all"),
    }.get(view, wanted)
    return replace(narrowed, scope="all") if wanted.text and view != "done" else narrowed
