"""What people type about the stages of the pipeline, and the lists that losses are counted by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.sales.pipeline.criteria import all_checks
from twintrack.sales.pipeline.models import LostReason, PipelineStage
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations import StageDetails
from twintrack.ui.edits import EditForm

PREFIX = "check_"
ASKS: list[tuple[str, str | Promise]] = [
    ("", _("Not asked for")),
    ("advised", _("Advised")),
    ("required", _("Required")),
]


class StageEditForm(EditForm):
    """A stage: its names, how likely it makes a deal, how long it takes, what it asks for."""

    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60)
    probability = forms.IntegerField(label=_("Probability (%)"), min_value=0, max_value=100)
    target_days = forms.IntegerField(
        label=_("Target days"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Whoever stays longer is marked. Empty if the stage may take its time."),
    )
    may_be_skipped = forms.BooleanField(
        label=_("Opportunities may skip it"), required=False, initial=True
    )

    def __init__(self, *args: Any, stage: PipelineStage | None = None, **kwargs: Any) -> None:
        names = ("name_zh", "name_en", "probability", "target_days", "may_be_skipped")
        if stage is not None:
            asked = dict(stage.criteria.values_list("check_code", "is_required"))
            kwargs["initial"] = {name: getattr(stage, name) for name in names} | {
                PREFIX + code: "required" if is_required else "advised"
                for code, is_required in asked.items()
            }
        super().__init__(*args, **kwargs)
        for check in all_checks():
            self.fields[PREFIX + check.code] = forms.ChoiceField(
                label=str(check.label), choices=ASKS, required=False, show_hidden_initial=True
            )

    @property
    def checks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def details(self) -> StageDetails:
        values = {
            name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)
        }
        return StageDetails(**values, criteria=self._criteria(self.cleaned_data))

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give what the person saw and wants; what is asked for goes as one."""
        before, values = super().changes()
        if any(name.startswith(PREFIX) for name in values):
            seen = {name: self._seen(name) for name in self.fields if name.startswith(PREFIX)}
            before["criteria"] = self._criteria(seen)
            values["criteria"] = self._criteria(self.cleaned_data)
        for each in (before, values):
            for name in [name for name in each if name.startswith(PREFIX)]:
                del each[name]
        return before, values

    @staticmethod
    def _criteria(values: dict[str, Any]) -> dict[str, bool]:
        return {
            name.removeprefix(PREFIX): value == "required"
            for name, value in values.items()
            if name.startswith(PREFIX) and value
        }


class RankForm(forms.Form):
    """A row that was dragged: it stands behind `after` now."""

    pk = forms.ModelChoiceField(queryset=PipelineStage.objects.all())
    after = forms.ModelChoiceField(queryset=PipelineStage.objects.all(), required=False)

    def place(self) -> int:
        """Give the place where the stage is to stand, counted from 1."""
        stage, after = self.cleaned_data["pk"], self.cleaned_data["after"]
        others = [each.pk for each in open_stages() if each.pk != stage.pk]
        return others.index(after.pk) + 2 if after and after.pk in others else 1


class RetireForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Its opportunities go to"),
        queryset=PipelineStage.objects.none(),
        required=False,
        empty_label="",
    )

    def __init__(self, *args: Any, stage: PipelineStage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = PipelineStage.objects.filter(is_active=True).exclude(pk=stage.pk)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class ReasonForm(EditForm):
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60)
    is_active = forms.BooleanField(label=_("Is offered"), required=False, initial=True)

    def __init__(self, *args: Any, reason: LostReason | None = None, **kwargs: Any) -> None:
        if reason is not None:
            names = ("name_zh", "name_en", "is_active")
            kwargs["initial"] = {name: getattr(reason, name) for name in names}
        super().__init__(*args, **kwargs)
        if reason is None:
            del self.fields["is_active"]


class CompetitorForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
