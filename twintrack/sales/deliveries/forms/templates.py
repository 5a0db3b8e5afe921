"""Templates of deliveries, written line by line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.sales.deliveries.lifecycle import DeliveryRole
from twintrack.sales.deliveries.models import DeliveryTemplate
from twintrack.sales.deliveries.plans import Plan, PlannedDeliverable, PlannedTask, Words

BAR = "|"


class TemplateForm(forms.Form):
    name_zh = forms.CharField(label=gettext_lazy("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=60)
    is_active = forms.BooleanField(label=gettext_lazy("Is offered"), required=False, initial=True)
    phases = forms.CharField(
        label=gettext_lazy("Phases"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One a line: Chinese | English"),
    )
    tasks = forms.CharField(
        label=gettext_lazy("Tasks"),
        max_length=40_000,
        widget=forms.Textarea({"rows": 12}),
        help_text=gettext_lazy(
            "One a line: phase | Chinese | English | role | working days | hours | after line | "
            "milestone. Roles are presales, implementer and csm; phases and lines count from 1; "
            "a milestone ends with an x; 3,4+2 begins two working days after lines 3 and 4."
        ),
    )
    deliverables = forms.CharField(
        label=gettext_lazy("Deliverables"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "One a line: phase | Chinese | English; below it its criteria, each beginning with "
            "a dash: - Chinese | English"
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, template: DeliveryTemplate | None = None, **kwargs: Any) -> None:
        if template is not None:
            plan = template.plan
            kwargs["initial"] = {
                "name_zh": template.name_zh,
                "name_en": template.name_en,
                "is_active": template.is_active,
                "revision": template.revision,
                "phases": "\n".join(f"{each.zh} | {each.en}" for each in plan.phases),
                "tasks": "\n".join(_task_line(each) for each in plan.tasks),
                "deliverables": "\n".join(_deliverable_lines(plan)),
            }
        super().__init__(*args, **kwargs)

    def clean_phases(self) -> tuple[Words, ...]:
        return tuple(_words(cells, line) for line, cells in _rows(self.cleaned_data["phases"]))

    def clean_tasks(self) -> tuple[PlannedTask, ...]:
        return tuple(_task(cells, line) for line, cells in _rows(self.cleaned_data["tasks"]))

    def clean_deliverables(self) -> tuple[PlannedDeliverable, ...]:
        found: list[PlannedDeliverable] = []
        for line, cells in _rows(self.cleaned_data["deliverables"]):
            if not cells[0].startswith("-"):
                found.append(
                    PlannedDeliverable(
                        name=_words(cells[1:], line), phase=_number(cells[0], line) - 1
                    )
                )
            elif found:
                said = _words([cells[0][1:].strip(), *cells[1:]], line)
                last = found[-1]
                found[-1] = PlannedDeliverable(
                    name=last.name, phase=last.phase, criteria=(*last.criteria, said)
                )
            else:
                raise _unread(line)
        return tuple(found)

    @property
    def plan(self) -> Plan:
        """What was typed, as a plan."""
        given = self.cleaned_data
        return Plan(
            phases=given["phases"], tasks=given["tasks"], deliverables=given["deliverables"]
        )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for line, each in enumerate(text.splitlines(), start=1):
        if each.strip():
            yield line, [cell.strip() for cell in each.split(BAR)]


def _unread(line: int) -> forms.ValidationError:
    return forms.ValidationError(_("Line %(n)d cannot be read.") % {"n": line})


def _words(cells: list[str], line: int) -> Words:
    if len(cells) != 2 or not all(cells):
        raise _unread(line)
    return Words(zh=cells[0][:300], en=cells[1][:300])


def _number(text: str, line: int) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise _unread(line)
    return int(text)


def _task(cells: list[str], line: int) -> PlannedTask:
    phase, zh, en, role, days, hours, after, mark = [*cells, *[""] * 8][:8]
    if role not in DeliveryRole.values or len(cells) > 8:
        raise _unread(line)
    try:
        worked = Decimal(hours or "0")
    except InvalidOperation:
        raise _unread(line) from None
    if not worked.is_finite():
        raise _unread(line)
    before, _plus, gap = (cell.strip() for cell in after.partition("+"))
    return PlannedTask(
        name=_words([zh, en], line),
        phase=_number(phase, line) - 1,
        role=role,
        days=_number(days, line),
        hours=worked,
        after=tuple(_number(each.strip(), line) - 1 for each in before.split(",") if before),
        gap=_number(gap, line) if gap else 0,
        is_milestone=mark.lower() == "x",
    )


def _task_line(task: PlannedTask) -> str:
    after = ", ".join(str(place + 1) for place in task.after)
    after += f"+{task.gap}" if task.gap else ""
    cells = [str(task.phase + 1), task.name.zh, task.name.en, task.role, str(task.days)]
    return " | ".join([*cells, str(task.hours), after, "x" if task.is_milestone else ""])


def _deliverable_lines(plan: Plan) -> Iterator[str]:
    for each in plan.deliverables:
        yield f"{each.phase + 1} | {each.name.zh} | {each.name.en}"
        yield from (f"- {said.zh} | {said.en}" for said in each.criteria)
