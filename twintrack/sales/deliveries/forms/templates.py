"""Templates of deliveries, written in tables whose rows point at each other by their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.bilingual import in_language
from twintrack.sales.deliveries.forms.rows import Rows
from twintrack.sales.deliveries.lifecycle import DeliveryRole
from twintrack.sales.deliveries.models import DeliveryTemplate
from twintrack.sales.deliveries.plans import LONGEST, Plan, PlannedDeliverable, PlannedTask, Words

BETWEEN = re.compile(r"[\s,，、;；]+")


class TemplateForm(forms.Form):
    name_zh = forms.CharField(label=gettext_lazy("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=60)
    is_active = forms.BooleanField(label=gettext_lazy("Is offered"), required=False, initial=True)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, template: DeliveryTemplate | None = None, **kwargs: Any) -> None:
        if template is not None:
            names = ("name_zh", "name_en", "is_active", "revision")
            seen = {name: getattr(template, name) for name in names}
            kwargs["initial"] = seen | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


def _text(label: Any, size: int, limit: int = 300, **over: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, widget=forms.TextInput({"size": size}), **over
    )


def _count(label: Any, least: int, **over: Any) -> forms.IntegerField:
    widget = forms.TextInput({"size": 3, "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=LONGEST, widget=widget, **over
    )


class RowForm(forms.Form):
    """A row; `use_required_attribute` is off, since an empty row is left out."""

    use_required_attribute = False
    # Of columns, where they would not share the table well by themselves.
    widths: ClassVar[Mapping[str, str]] = {}

    zh = _text(gettext_lazy("Chinese"), 16)
    en = _text(gettext_lazy("English"), 16)

    def __init__(
        self, *args: Any, number: int, names: Mapping[str, list[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        for name, table in (("phase", "phases"), ("deliverable", "deliverables")):
            if name in self.fields:
                numbered = enumerate(names[table], start=1)
                offered = [(str(n), f"{n} {said}".strip()) for n, said in numbered]
                self.fields[name].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} · {number}"

    @property
    def words(self) -> Words:
        return Words(zh=self.cleaned_data["zh"], en=self.cleaned_data["en"])


class TaskForm(RowForm):
    phase = forms.ChoiceField(label=gettext_lazy("Phase"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=DeliveryRole.choices)
    days = _count(gettext_lazy("Working days"), 1)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        min_value=0,
        max_value=10_000,
        max_digits=7,
        decimal_places=2,
        required=False,
        widget=forms.TextInput({"size": 4, "inputmode": "decimal"}),
    )
    after = _text(gettext_lazy("After tasks"), 5, 200, required=False)
    gap = _count(gettext_lazy("Days between"), 0, required=False)
    is_milestone = forms.BooleanField(label=gettext_lazy("Milestone"), required=False)
    widths: ClassVar[Mapping[str, str]] = {
        "phase": "12.5%",
        "zh": "13%",
        "en": "18%",
        "role": "12.5%",
        **dict.fromkeys(("days", "hours", "after", "gap"), "4.25rem"),
    }
    field_order = ("phase", "zh", "en", "role", "days", "hours", "after", "gap", "is_milestone")

    def clean_after(self) -> tuple[int, ...]:
        written = [each for each in BETWEEN.split(self.cleaned_data["after"]) if each]
        if not all(each.isdecimal() and len(each) < 5 for each in written):
            raise forms.ValidationError(_("Numbers of tasks, as 3, 4."))
        numbers = dict.fromkeys(int(each) for each in written)
        if not all(0 < each < self.number for each in numbers):
            raise forms.ValidationError(_("A task begins after one that stands above it."))
        return tuple(each - 1 for each in numbers)

    @property
    def task(self) -> PlannedTask:
        given = self.cleaned_data
        return PlannedTask(
            name=self.words,
            phase=int(given["phase"]) - 1,
            role=given["role"],
            days=given["days"],
            hours=given["hours"] or Decimal(0),
            after=given["after"],
            gap=given["gap"] or 0,
            is_milestone=given["is_milestone"],
        )


class DeliverableForm(RowForm):
    phase = forms.ChoiceField(label=gettext_lazy("Phase"))
    field_order = ("phase", "zh", "en")


class CriterionForm(RowForm):
    deliverable = forms.ChoiceField(label=gettext_lazy("Deliverable"))
    field_order = ("deliverable", "zh", "en")


FORMS: dict[str, type[RowForm]] = {
    "phases": RowForm,
    "tasks": TaskForm,
    "deliverables": DeliverableForm,
    "criteria": CriterionForm,
}
LABELS = {
    "phases": (gettext_lazy("Phases"), gettext_lazy("Add a phase")),
    "tasks": (gettext_lazy("Tasks"), gettext_lazy("Add a task")),
    "deliverables": (gettext_lazy("Deliverables"), gettext_lazy("Add a deliverable")),
    "criteria": (gettext_lazy("Acceptance criteria"), gettext_lazy("Add a criterion")),
}


def _order(form: type[RowForm]) -> tuple[str, ...]:
    return tuple(form.field_order or form.base_fields)


FIELDS = {name: _order(form) for name, form in FORMS.items()}


class PlanForms:
    """The tables of a plan; `is_checked` says beside each field what is wrong there."""

    def __init__(self, rows: Rows, *, is_checked: bool = False) -> None:
        self.rows = rows
        names = {
            table: [in_language(each["zh"], each["en"]) for each in rows.tables[table]]
            for table in rows.tables
        }

        def make(table: str) -> list[RowForm]:
            made: Callable[..., RowForm] = FORMS[table]
            given = []
            for place, row in enumerate(rows.tables[table]):
                prefix = f"{table}-{place}"
                flat = {f"{prefix}-{field}": value for field, value in row.items() if value}
                how = {"data": flat} if is_checked else {"initial": row}
                form = made(prefix=prefix, number=place + 1, names=names, **how)
                if rows.focus == f"add {table} {place}":
                    form.fields["zh"].widget.attrs["autofocus"] = True
                given.append(form)
            return given

        self.forms = {table: make(table) for table in FORMS}
        self.error = ""
        if is_checked and not (self.forms["phases"] and self.forms["tasks"]):
            self.error = _("A template has at least one phase and one task.")

    def is_valid(self) -> bool:
        every = [form.is_valid() for table in self.forms.values() for form in table]
        return all(every) and not self.error

    @property
    def tables(self) -> list[dict[str, Any]]:
        """What the page shows of each table."""
        return [
            {
                "name": name,
                "label": LABELS[name][0],
                "add": LABELS[name][1],
                "heads": [
                    (FORMS[name].base_fields[each].label, FORMS[name].widths.get(each, ""))
                    for each in _order(FORMS[name])
                ],
                "rows": rows,
                "focus": self.rows.focus,
            }
            for name, rows in self.forms.items()
        ]

    @property
    def plan(self) -> Plan:
        """What was typed, as a plan."""
        said = [(int(each.cleaned_data["deliverable"]), each.words) for each in self.of("criteria")]
        return Plan(
            phases=tuple(each.words for each in self.of("phases")),
            tasks=tuple(each.task for each in self.forms["tasks"] if isinstance(each, TaskForm)),
            deliverables=tuple(
                PlannedDeliverable(
                    name=each.words,
                    phase=int(each.cleaned_data["phase"]) - 1,
                    criteria=tuple(words for number, words in said if number == each.number),
                )
                for each in self.of("deliverables")
            ),
        )

    def of(self, table: str) -> list[RowForm]:
        """Give the forms of a table's rows."""
        return self.forms[table]


def typed(posted: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed beside the tables, before anybody judges it."""
    return {name: posted.get(name, "") for name in TemplateForm.base_fields}


def new_rows() -> Rows:
    """Give the rows that a new template is begun with."""
    rows = Rows(FIELDS)
    for table in ("phases", "tasks", "deliverables"):
        rows.put(table)
    return rows


def rows_of(plan: Plan) -> Rows:
    """Write a plan as rows."""
    rows = Rows(FIELDS)
    for phase in plan.phases:
        rows.put("phases", zh=phase.zh, en=phase.en)
    for task in plan.tasks:
        rows.put(
            "tasks",
            phase=task.phase + 1,
            zh=task.name.zh,
            en=task.name.en,
            role=task.role,
            days=task.days,
            hours=f"{task.hours.normalize():f}",
            after=", ".join(str(place + 1) for place in task.after),
            gap=task.gap or "",
            is_milestone="on" if task.is_milestone else "",
        )
    for number, each in enumerate(plan.deliverables, start=1):
        rows.put("deliverables", phase=each.phase + 1, zh=each.name.zh, en=each.name.en)
        for said in each.criteria:
            rows.put("criteria", deliverable=number, zh=said.zh, en=said.en)
    return rows
