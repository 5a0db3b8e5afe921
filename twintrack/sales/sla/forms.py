"""What people type about SLA plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import INTERNAL, Role
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla.lifecycle import ClockKind, StartsFrom, Trigger, Whom
from twintrack.sales.sla.terms import PlanTerms, Reason, SpecialDay, Step, Targets
from twintrack.sales.sla.words import COUNTRIES, WEEK, minutes_words, read_length
from twintrack.ui.fields import is_far_away

DAYS = [(str(day), name) for day, name in enumerate(WEEK)]
STEPS = 5
# Beyond that nobody types lines.
MOST_SIGNS = 20_000
HOUR_MINUTES = 60
FREE, WORKED = "-", "+"


class LengthField(forms.Field):
    """A length of working time, such as 30 min, in minutes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"maxlength": 40})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return read_length(str(value or "")[:MOST_SIGNS])
        except ValueError:
            text = _("Write a length of time such as 30 min, 4 h or 1 h 30 min.")
            raise ValidationError(text, code="length") from None

    def prepare_value(self, value: Any) -> Any:
        return minutes_words(value) if isinstance(value, int) else value


class LinesField(forms.Field):
    """Several of something, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3}), **kwargs)

    def lines(self, value: Any) -> Iterator[str]:
        text = str(value or "")[:MOST_SIGNS]
        return (line.strip() for line in text.splitlines() if line.strip())


class DaysField(LinesField):
    """Special days: the day, then the occasion; worked where a plus stands before it."""

    def to_python(self, value: Any) -> Any:
        return tuple(self._day(line) for line in self.lines(value))

    def _day(self, line: str) -> SpecialDay:
        is_working, rest = line.startswith(WORKED), line.lstrip(WORKED + FREE).strip()
        day, _space, name = rest.partition(" ")
        try:
            read = date.fromisoformat(day)
        except ValueError:
            read = date.min
        if is_far_away(read):
            raise ValidationError(
                _("“%(line)s” does not begin with a day such as 2026-12-31."),
                params={"line": line},
                code="day",
            )
        return SpecialDay(day=read, name=name.strip()[:80], is_working=is_working)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return "\n".join(
                f"{WORKED if each.is_working else ''}{each.day} {each.name}".strip()
                for each in value
            )
        return value


class ReasonsField(LinesField):
    """Reasons to pause: in Chinese, a stroke, in English."""

    def to_python(self, value: Any) -> Any:
        parts = [line.partition("|") for line in self.lines(value)]
        return tuple(
            Reason(name_zh=zh.strip()[:80], name_en=en.strip()[:80]) for zh, _s, en in parts
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return "\n".join(f"{each.name_zh} | {each.name_en}" for each in value)
        return value


class _HoursForm(forms.Form):
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=80)
    name_en = forms.CharField(label=_("Name (English)"), max_length=80)
    weekdays = forms.MultipleChoiceField(
        label=_("Working days"),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=_("Opens at"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    closes = forms.TimeField(
        label=_("Closes at"),
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("00:00 is the end of the day; before it opens is on the next day."),
    )
    around_the_clock = forms.BooleanField(
        label=_("Around the clock, all days"),
        required=False,
        help_text=_("Then days, hours and holidays do not matter."),
    )
    zone = forms.CharField(
        label=_("Time zone"), max_length=60, help_text=_("Such as Asia/Shanghai.")
    )
    country = forms.ChoiceField(label=_("Public holidays"), choices=COUNTRIES, required=False)
    part = forms.CharField(
        label=_("Part of the country"),
        required=False,
        max_length=9,
        help_text=_("Where holidays differ: BY for Bavaria, NSW for New South Wales."),
    )
    special_days = DaysField(
        label=_("Special days"),
        help_text=_(
            "One a line: 2026-12-31 Stocktaking is free; +2026-12-26 Inventory Saturday is worked."
        ),
    )
    starts_from = forms.ChoiceField(label=_("Clocks begin"), choices=StartsFrom.choices)
    warn_percent = forms.IntegerField(
        label=_("Warn at % of the target"), min_value=1, max_value=100
    )
    pause_reasons = ReasonsField(
        label=_("Reasons to pause"),
        help_text=_("One a line, in Chinese and in English: 等待客户 | Waiting for the customer."),
    )


class PlanForm(_HoursForm):
    """The terms of a plan; `seen` is the version that the person began with."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, terms: PlanTerms, seen: int | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _seen(terms) | {"seen": seen}
        super().__init__(*args, **kwargs)
        for severity in Severity.values:
            self.fields[f"response_{severity}"] = LengthField(label=_("First response"))
            self.fields[f"resolution_{severity}"] = LengthField(label=_("Resolution"))
        whom = [("", "—"), *((str(each), each.label) for each in Whom if each != Whom.ROLE)]
        roles = [(str(each), each.label) for each in Role if each in INTERNAL]
        for place in range(STEPS):
            self.fields[f"clock_{place}"] = forms.ChoiceField(
                label=_("Clock"), choices=ClockKind.choices, required=False
            )
            self.fields[f"value_{place}"] = forms.IntegerField(
                label=_("How much"), min_value=1, max_value=1000, required=False
            )
            self.fields[f"trigger_{place}"] = forms.ChoiceField(
                label=_("When"), choices=Trigger.choices, required=False
            )
            self.fields[f"whom_{place}"] = forms.ChoiceField(
                label=_("Whom"), choices=[*whom, (_("Everybody in a role"), roles)], required=False
            )

    @property
    def target_rows(self) -> list[tuple[Any, Any, Any]]:
        """The targets as the page shows them, one severity a row."""
        return [
            (each, self[f"response_{each.value}"], self[f"resolution_{each.value}"])
            for each in Severity
        ]

    @property
    def step_rows(self) -> list[tuple[Any, ...]]:
        """The steps of escalation, one a row."""
        parts = ("clock", "value", "trigger", "whom")
        return [tuple(self[f"{part}_{place}"] for part in parts) for place in range(STEPS)]

    def terms(self) -> PlanTerms:
        """Give what the person agreed to."""
        said = self.cleaned_data
        code, part = said["country"], said["part"].strip().upper()
        return PlanTerms(
            name_zh=said["name_zh"],
            name_en=said["name_en"],
            country=f"{code}-{part}" if code and part else code,
            around_the_clock=said["around_the_clock"],
            weekdays="".join(sorted(said["weekdays"])),
            opens=_minutes(said["opens"]),
            closes=_minutes(said["closes"]) or 24 * HOUR_MINUTES,
            zone=said["zone"],
            starts_from=said["starts_from"],
            warn_percent=said["warn_percent"],
            special_days=said["special_days"],
            targets={
                each: Targets(
                    response=said[f"response_{each}"], resolution=said[f"resolution_{each}"]
                )
                for each in Severity.values
                if said[f"response_{each}"] or said[f"resolution_{each}"]
            },
            escalations=tuple(self._steps()),
            pause_reasons=said["pause_reasons"],
        )

    def _steps(self) -> Iterator[Step]:
        for place in range(STEPS):
            clock, value, trigger, whom = (
                self.cleaned_data[f"{part}_{place}"]
                for part in ("clock", "value", "trigger", "whom")
            )
            if not whom:
                continue
            is_role = whom not in Whom.values
            hours = HOUR_MINUTES if trigger == Trigger.AFTER_BREACH else 1
            yield Step(
                clock=clock,
                trigger=trigger,
                value=(value or 0) * hours,
                whom=Whom.ROLE.value if is_role else whom,
                role=whom if is_role else "",
            )


def _minutes(clock: time) -> int:
    return clock.hour * HOUR_MINUTES + clock.minute


def _clock(minutes: int) -> time:
    hours, rest = divmod(minutes, HOUR_MINUTES)
    return time(hours % 24, rest)


def _seen(terms: PlanTerms) -> dict[str, Any]:
    code, _hyphen, part = terms.country.partition("-")
    seen: dict[str, Any] = vars(terms) | {
        "country": code,
        "part": part,
        "weekdays": list(terms.weekdays),
        "opens": _clock(terms.opens),
        "closes": _clock(terms.closes),
    }
    for severity, each in terms.targets.items():
        seen[f"response_{severity}"] = each.response
        seen[f"resolution_{severity}"] = each.resolution
    for place, step in enumerate(terms.escalations[:STEPS]):
        hours = HOUR_MINUTES if step.trigger == Trigger.AFTER_BREACH else 1
        seen[f"clock_{place}"], seen[f"trigger_{place}"] = step.clock, step.trigger
        seen[f"value_{place}"] = step.value // hours
        seen[f"whom_{place}"] = step.role or step.whom
    return seen
