"""What people write after a visit, and how that is set up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people, list_teams
from twintrack.foundation.people.models import Team, User
from twintrack.sales.visits.models import NoteTemplate, Visit
from twintrack.sales.visits.models.targets import MOST, USUAL
from twintrack.sales.visits.operations import Noted, TemplateDetails
from twintrack.sales.visits.operations.settings import Heading, sections_of
from twintrack.sales.visits.queries import list_notes
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField

DATE = {"type": "date"}
LONGEST = 20_000


class NoteForm(forms.Form):
    """One field for each heading of a template, then what comes next."""

    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_step_on = DayField(
        label=_("Next step by"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, visit: Visit, template: NoteTemplate, **kwargs: Any) -> None:
        self.template = template
        written = {each.section_id: each.text for each in list_notes(visit)}
        kwargs["initial"] = {
            "next_step": visit.next_step,
            "next_step_on": visit.next_step_on,
            **{f"s{pk}": text for pk, text in written.items()},
        }
        super().__init__(*args, **kwargs)
        self.sections = [each for each in template.sections.all() if each.is_active]
        for number, section in enumerate(self.sections):
            focus = {} if number else {"autofocus": True}
            self.fields[f"s{section.pk}"] = forms.CharField(
                label=section.name,
                required=section.is_required,
                max_length=LONGEST,
                widget=forms.Textarea({"rows": 3, **focus}),
            )
        self.order_fields([f"s{each.pk}" for each in self.sections])

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[f"s{each.pk}"] for each in self.sections]

    def noted(self) -> Noted:
        texts = {each.pk: self.cleaned_data[f"s{each.pk}"] for each in self.sections}
        return Noted(
            template=self.template,
            texts=texts,
            next_step=self.cleaned_data["next_step"],
            next_step_on=self.cleaned_data["next_step_on"],
        )


class HeadingsField(forms.CharField):
    """One heading a line: Chinese / English, with a `!` behind what must be written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 6}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{zh} / {en}{' !' if must else ''}" for zh, en, must in value)

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        return [_heading(line) for line in lines]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))

    def validate(self, value: Any) -> None:
        if not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, _value: Any) -> None:
        """A list of headings has no length in characters."""


def _heading(line: str) -> Heading:
    must = line.endswith(("!", "！"))
    zh, _slash, en = line.rstrip("!！ ").partition("/")
    if not zh.strip() or not en.strip() or max(len(zh), len(en)) > 60:
        raise forms.ValidationError(
            _("Write each section as “Chinese / English”, 60 characters each at most.")
        )
    return zh.strip(), en.strip(), must


class TemplateForm(EditForm):
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60)
    sections = HeadingsField(
        label=_("Sections"),
        help_text=_("One a line: Chinese / English. An ! at the end: it must be written."),
    )
    is_active = forms.BooleanField(label=_("Is offered"), required=False, initial=True)

    def __init__(self, *args: Any, template: NoteTemplate | None = None, **kwargs: Any) -> None:
        if template is not None:
            kwargs["initial"] = {
                "name_zh": template.name_zh,
                "name_en": template.name_en,
                "sections": sections_of(template),
                "is_active": template.is_active,
            }
        super().__init__(*args, **kwargs)
        if template is None:
            del self.fields["is_active"]

    def details(self) -> TemplateDetails:
        return TemplateDetails(
            name_zh=self.cleaned_data["name_zh"],
            name_en=self.cleaned_data["name_en"],
            sections=self.cleaned_data["sections"],
        )


class TargetForm(forms.Form):
    per_week = forms.IntegerField(
        label=_("Visits a week"), min_value=0, max_value=MOST, initial=USUAL
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—"
    )
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("Without team and person it holds for everybody."),
    )
    on = DayField(label=_("From the week of"), widget=forms.DateInput(DATE, format="%Y-%m-%d"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = list_teams(for_user=user)  # type: ignore[attr-defined]
        self.fields["person"].queryset = list_people()  # type: ignore[attr-defined]
