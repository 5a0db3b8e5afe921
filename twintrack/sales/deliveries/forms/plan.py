"""Tasks and waits of a delivery, what the customer gets, and what they accept of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.contracts.models import Instalment
from twintrack.sales.deliveries.forms.deliveries import day_field, deliverers, person_field
from twintrack.sales.deliveries.lifecycle import AcceptedHow, DeliveryRole, Outcome, WaitFor
from twintrack.sales.deliveries.models import (
    Deliverable,
    Delivery,
    DeliveryPhase,
    DeliveryTask,
)
from twintrack.sales.deliveries.operations import (
    AcceptanceDetails,
    TaskDetails,
    WaitDetails,
)
from twintrack.sales.deliveries.operations.deliverables import criteria_of
from twintrack.sales.deliveries.queries import list_to_accept, list_waiting_instalments
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import ManyField
from twintrack.ui.widgets import FileChooser

HOURS = {"step": "any", "inputmode": "decimal"}


class PhaseForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)


class TasksField(ManyField):
    """Tasks of one delivery, by their names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class _TaskFacts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    phase = forms.ModelChoiceField(
        label=_("Phase"), queryset=DeliveryPhase.objects.none(), required=False, empty_label="—"
    )
    role = forms.ChoiceField(label=_("Role"), choices=DeliveryRole.choices, initial="implementer")
    assignee = person_field(_("Assignee"), required=False)
    start_on = day_field(_("Planned start"))
    finish_on = day_field(_("Planned finish"))
    hours = forms.DecimalField(
        label=_("Estimated hours"),
        max_digits=7,
        decimal_places=2,
        initial=0,
        widget=forms.NumberInput(HOURS),
    )
    after = TasksField(
        label=_("Begins after"),
        queryset=DeliveryTask.objects.none(),
        required=False,
        help_text=_("It begins when all of them are done."),
    )
    is_milestone = forms.BooleanField(label=_("Milestone"), required=False)

    def narrow(self, delivery: Delivery, task: DeliveryTask | None = None) -> None:
        """Offer what belongs to one delivery."""
        others = delivery.tasks.exclude(pk=task.pk if task else 0)
        choices: dict[str, Any] = {
            "phase": delivery.phases.all(),
            "after": others,
            "assignee": deliverers(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class TaskForm(_TaskFacts):
    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow(delivery)

    def details(self) -> TaskDetails:
        return TaskDetails(**self.cleaned_data)


class TaskEditForm(EditForm, _TaskFacts):
    def __init__(self, *args: Any, task: DeliveryTask, **kwargs: Any) -> None:
        plain = ("name", "role", "start_on", "finish_on", "hours", "is_milestone")
        seen = {name: getattr(task, name) for name in plain}
        seen |= {name: getattr(task, f"{name}_id") for name in ("phase", "assignee")}
        seen["after"] = [each.pk for each in task.after.all()]
        super().__init__(*args, initial=seen, **kwargs)
        self.narrow(task.delivery, task)


class WaitForm(forms.Form):
    task = forms.ModelChoiceField(
        label=_("Task"),
        queryset=DeliveryTask.objects.none(),
        required=False,
        empty_label=_("The whole delivery"),
    )
    whom = forms.ChoiceField(
        label=_("Whom it waits for"),
        choices=WaitFor.choices,
        initial=WaitFor.CUSTOMER,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)
    since = day_field(_("Waiting since"))
    until = day_field(
        _("Resumed on"), required=False, help_text=_("Left empty as long as it waits.")
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = delivery.tasks.all()  # type: ignore[attr-defined]

    def details(self) -> WaitDetails:
        return WaitDetails(**self.cleaned_data)


class UntilForm(forms.Form):
    until = day_field(_("Resumed on"))


class _DeliverableFacts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    criteria = forms.CharField(
        label=_("Acceptance criteria"),
        max_length=15_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, each so that one can measure whether it is met."),
    )

    def lines(self) -> list[str]:
        """Give the criteria that were typed."""
        return _lines(self.cleaned_data["criteria"])


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


class DeliverableForm(_DeliverableFacts):
    phase = forms.ModelChoiceField(
        label=_("Phase"), queryset=DeliveryPhase.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = delivery.phases.all()  # type: ignore[attr-defined]


class DeliverableEditForm(EditForm, _DeliverableFacts):
    def __init__(self, *args: Any, deliverable: Deliverable, **kwargs: Any) -> None:
        seen = {"name": deliverable.name, "criteria": "\n".join(criteria_of(deliverable))}
        super().__init__(*args, initial=seen, **kwargs)

    def facts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give what the person saw and wants; criteria as a list."""
        before, values = self.changes()
        for given in (before, values):
            if "criteria" in given:
                given["criteria"] = _lines(given["criteria"] or "")
        return before, values


class InstalmentField(ManyField):
    """Instalments that something makes due."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label} · {obj.get_trigger_display()}"


def _waiting(delivery: Delivery, *triggers: Trigger) -> Any:
    rows = list_waiting_instalments(delivery, triggers=triggers)
    return Instalment.objects.filter(pk__in=[each.pk for each in rows]).order_by("position", "pk")


class GivenForm(forms.Form):
    """When the customer got a deliverable, and which instalments that makes due."""

    on = day_field(_("Handed over on"))
    instalments = InstalmentField(
        label=_("Becomes due by this"), queryset=Instalment.objects.none(), required=False
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = _waiting(delivery, Trigger.DELIVERY)
        self.fields["instalments"].queryset = waiting  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["instalments"]

    def chosen(self) -> list[int]:
        return [each.pk for each in self.cleaned_data.get("instalments", ())]


class AcceptForm(forms.Form):
    """What was found of each criterion of what is not accepted yet, and who signed it."""

    accepted_on = day_field(_("Day of acceptance"))
    signed_by = forms.CharField(label=_("Signed for the customer by"), max_length=80)
    signed_how = forms.ChoiceField(
        label=_("How"), choices=AcceptedHow.choices, widget=forms.RadioSelect, initial="paper"
    )
    note = forms.CharField(
        label=_("Remark"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    instalments = InstalmentField(
        label=_("Becomes due by this"),
        queryset=Instalment.objects.none(),
        required=False,
        help_text=_("Choose what the customer pays after this acceptance."),
    )
    paper = forms.FileField(label=_("Signed paper"), required=False, widget=FileChooser())

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliverables = list_to_accept(delivery)
        waiting = _waiting(delivery, Trigger.DELIVERY, Trigger.ACCEPTANCE)
        self.fields["instalments"].queryset = waiting  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["instalments"]
        for criterion in self._criteria():
            self.fields[f"outcome_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.text,
                choices=[("", _("Not judged")), *Outcome.choices],
                required=False,
            )
            self.fields[f"remark_{criterion.pk}"] = forms.CharField(
                label=_("Remark"),
                max_length=300,
                required=False,
                widget=forms.TextInput({"placeholder": _("Remark")}),
            )

    def _criteria(self) -> list[Any]:
        return [each for deliverable in self.deliverables for each in deliverable.criteria.all()]

    def groups(self) -> list[tuple[Deliverable, list[tuple[Any, Any]]]]:
        """Give what is to be looked at: deliverables with the fields of their criteria."""
        return [
            (
                each,
                [
                    (self[f"outcome_{criterion.pk}"], self[f"remark_{criterion.pk}"])
                    for criterion in each.criteria.all()
                ],
            )
            for each in self.deliverables
        ]

    def head(self) -> list[Any]:
        """Give the fields about the whole."""
        names = ("accepted_on", "signed_by", "signed_how", "note", "instalments", "paper")
        return [self[name] for name in names if name in self.fields]

    def details(self) -> AcceptanceDetails:
        given = self.cleaned_data
        results = {
            criterion.pk: (outcome, given[f"remark_{criterion.pk}"])
            for criterion in self._criteria()
            if (outcome := given[f"outcome_{criterion.pk}"])
        }
        return AcceptanceDetails(
            accepted_on=given["accepted_on"],
            signed_by=given["signed_by"],
            signed_how=given["signed_how"],
            note=given["note"],
            results=results,
            instalment_ids=[each.pk for each in given.get("instalments", ())],
        )
