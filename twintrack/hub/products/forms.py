"""What people type about products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import RND, Role
from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Module, Product, Reach, Version
from twintrack.hub.products.operations import ExposureRow
from twintrack.hub.products.pasted import read_table
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField

# So many lines that could not be read are told; the rest is counted.
TOLD = 8


def _day(label: Any) -> forms.DateField:
    return DayField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class ProductForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Short and lasting: it stands in addresses.")
    )


class ProductEditForm(EditForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")
    reach = forms.ChoiceField(label=_("Seen by"), choices=Reach.choices)
    teams = ManyField(
        label=_("Teams"),
        queryset=Team.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        initial = {name: getattr(product, name) for name in ("name", "owner", "reach")}
        kwargs["initial"] = initial | {"teams": list(product.teams.all())}
        super().__init__(*args, **kwargs)
        people = list_people(roles=RND | {Role.EXECUTIVE}).values("pk")
        self.fields["owner"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=people) | Q(pk=product.owner_id)
        ).order_by("name", "pk")


class ModuleForm(forms.Form):
    name = forms.CharField(label=_("Module"), max_length=80)
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Module.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = product.modules.filter(is_retired=False).order_by("name")
        self.fields["parent"].queryset = offered  # type: ignore[attr-defined]


class ModuleEditForm(EditForm):
    name = forms.CharField(label=_("Module"), max_length=80)
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Module.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, module: Module, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": module.name, "parent": module.parent}
        super().__init__(*args, **kwargs)
        others = Module.objects.filter(product=module.product_id).exclude(pk=module.pk)
        self.fields["parent"].queryset = others.order_by("name")  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    name = forms.CharField(label=_("Version"), max_length=40)
    planned_on = _day(_("Planned for"))
    released_on = _day(_("Released on"))


class VersionEditForm(EditForm):
    name = forms.CharField(label=_("Version"), max_length=40)
    planned_on = _day(_("Planned for"))
    released_on = _day(_("Released on"))
    withdrawn_on = _day(_("Withdrawn on"))

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(version, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class ExposureForm(forms.Form):
    table = forms.CharField(
        label=_("Week, version, in use"),
        max_length=200_000,
        help_text=_("One line a week, also pasted from a spreadsheet. The version may be empty."),
        widget=forms.Textarea({"rows": 5, "placeholder": "2026-W47, 3.2, 1240"}),
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {version.name: version for version in product.versions.all()}
        self.rows: list[ExposureRow] = []

    def clean_table(self) -> str:
        text = str(self.cleaned_data["table"])
        read = read_table(text, versions=set(self.versions))
        if read.problems:
            told = [
                _("Line %(number)s: %(reason)s") % {"number": number, "reason": reason}
                for number, reason in read.problems[:TOLD]
            ]
            if len(read.problems) > TOLD:
                told.append(_("%(count)s lines in all.") % {"count": len(read.problems)})
            raise forms.ValidationError(told)
        self.rows = [
            ExposureRow(week=line.week, active=line.active, version=self.versions.get(line.version))
            for line in read.lines
        ]
        return text
