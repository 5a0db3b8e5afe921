"""What people choose when feedback comes from files and other systems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import may
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Channel, Kind, Severity
from twintrack.sales.intake.deciding import MAKES, acts_on
from twintrack.sales.intake.fields import BY_CODE, CHOSEN, TARGETS, Target
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.resolving import CREATE, EMPTY, HOLD, Reader
from twintrack.ui.widgets import FileChooser

# Names that are decided on one by one; the rest is decided on together.
ONE_BY_ONE = 40
WITH_DEFAULT = ("customer", "product", "kind", "severity", "channel")
CHOICES = {"kind": Kind.choices, "severity": Severity.choices, "channel": Channel.choices}
ACTS = {HOLD: _("Hold these rows"), CREATE: _("Create it"), EMPTY: _("Leave it out")}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or JSON lines, with the names of the columns in the first line."),
        widget=FileChooser({"accept": ".csv,.tsv,.txt,.xlsx,.json,.jsonl"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=40,
        required=False,
        help_text=_(
            "Where the rows come from. The same source and number is never imported twice."
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Column:
    """One line of the page on which columns are confirmed."""

    target: Target
    field: forms.BoundField
    default: forms.BoundField | None
    sample: list[str]


class MappingForm(forms.Form):
    """Which column says what, and what holds where a row says nothing."""

    def __init__(self, *args: Any, run: ImportRun, sample: list[ImportRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sample, self.run = sample, run
        columns = [("", "—"), *((name, name) for name in run.columns)]
        for target in TARGETS:
            self.fields[target.code] = forms.ChoiceField(
                label=str(target.label),
                choices=columns,
                required=False,
                initial=run.mapping.get(target.code, ""),
            )
            if target.code in WITH_DEFAULT:
                self.fields[f"{target.code}-default"] = self._default(target)

    def _default(self, target: Target) -> forms.Field:
        initial = self.run.defaults.get(target.code, "")
        choices = CHOICES.get(target.code)
        if choices:
            options = [("", "—"), *choices]
            return forms.ChoiceField(choices=options, required=False, initial=initial)
        return forms.CharField(max_length=120, required=False, initial=initial)

    def lines(self) -> Iterator[Column]:
        """Give one line a field, with what stands in its column."""
        for target in TARGETS:
            name = str(self[target.code].value() or "")
            default = f"{target.code}-default"
            yield Column(
                target=target,
                field=self[target.code],
                default=self[default] if default in self.fields else None,
                sample=[row.values[name][:80] for row in self.sample if row.values.get(name)][:2],
            )

    def mapping(self) -> dict[str, str]:
        chosen = {target.code: self.cleaned_data[target.code] for target in TARGETS}
        return {code: column for code, column in chosen.items() if column}

    def defaults(self) -> dict[str, str]:
        chosen = {code: self.cleaned_data[f"{code}-default"].strip() for code in WITH_DEFAULT}
        return {code: text for code, text in chosen.items() if text}


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A name that nothing here has: how often it comes, and the fields that decide on it."""

    name: str
    rows: int
    act: str
    instead: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The unknown names of one field."""

    code: str
    label: str | Promise
    options: list[tuple[str, str | Promise]]
    names: list[Unknown]
    more: int
    rows: int
    known: list[str]


class Decisions:
    """What is to become of the names that nothing here has."""

    def __init__(self, run: ImportRun, *, user: User, reader: Reader, post: Any = None) -> None:
        self.run, self.user, self.reader = run, user, reader
        self.post = post or {}
        self.wrong: dict[str, str] = {}

    def groups(self) -> list[Group]:
        """Give the names by field, the most frequent first."""
        return [self._group(code, names) for code, names in self.run.unknown.items()]

    def _group(self, code: str, names: dict[str, int]) -> Group:
        ordered = sorted(names.items(), key=lambda each: -each[1])
        return Group(
            code=code,
            label=BY_CODE[code].label,
            options=self._options(code),
            names=[
                Unknown(
                    name=name,
                    rows=rows,
                    act=self.post.get(f"{code}-{index}", HOLD),
                    instead=self.post.get(f"{code}-{index}-instead", ""),
                    id=f"{code}-{index}",
                )
                for index, (name, rows) in enumerate(ordered[:ONE_BY_ONE])
            ],
            more=max(0, len(ordered) - ONE_BY_ONE),
            rows=sum(names.values()),
            known=self.reader.known(code),
        )

    def _options(self, code: str) -> list[tuple[str, str | Promise]]:
        options: list[tuple[str, str | Promise]] = [
            (act, ACTS[act])
            for act in acts_on(code)
            if act != CREATE or may(self.user, MAKES[code])
        ]
        if code in CHOSEN:
            return options + [(f"={value}", label) for value, label in CHOICES[code]]
        return options

    def read(self) -> dict[str, dict[str, str]]:
        """Give what was decided; names that were typed wrong are kept in `wrong`."""
        decided: dict[str, dict[str, str]] = {}
        for code, names in self.run.unknown.items():
            ordered = sorted(names.items(), key=lambda each: -each[1])
            for_all = self.post.get(f"{code}-all", "")
            for index, (name, _rows) in enumerate(ordered):
                act = self._decision(code, index, name) or for_all or HOLD
                if act != HOLD:
                    decided.setdefault(code, {})[name] = act
        return decided

    def _decision(self, code: str, index: int, name: str) -> str:
        instead = self.post.get(f"{code}-{index}-instead", "").strip()
        if instead:
            found = self.reader.find(code, name, instead)
            if not found:
                self.wrong[f"{code}-{index}"] = instead
            return found
        act = str(self.post.get(f"{code}-{index}", ""))
        allowed = {option for option, _label in self._options(code)}
        return act if act in allowed and act != HOLD else ""


class HeldForm(forms.Form):
    """The fields of a row that waits, to be corrected, and what may be made of its names."""

    def __init__(self, *args: Any, held: HeldRow, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for target in TARGETS:
            if target.code in held.values or target.is_required:
                is_long = target.code == "verbatim"
                self.fields[target.code] = forms.CharField(
                    label=str(target.label),
                    required=target.is_required,
                    initial=held.values.get(target.code, ""),
                    widget=forms.Textarea({"rows": 3}) if is_long else forms.TextInput,
                )
        unknown = {each["field"] for each in held.problems if each["code"] == "unknown"}
        offered = [code for code in MAKES if code in unknown and may(user, MAKES[code])]
        self.fields["create"] = forms.MultipleChoiceField(
            label=_("Create as new"),
            required=False,
            choices=[(code, BY_CODE[code].label) for code in offered],
            widget=forms.CheckboxSelectMultiple if offered else forms.MultipleHiddenInput,
        )

    @property
    def corrections(self) -> dict[str, str]:
        return {code: text for code, text in self.cleaned_data.items() if code != "create"}
