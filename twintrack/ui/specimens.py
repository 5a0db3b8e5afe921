"""Made-up values for the component page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.ui import chart_specimens


@dataclass(frozen=True)
class Someone:
    """A person of the component page."""

    pk: int
    name: str


PEOPLE = (
    Someone(1, "林晓彤"),
    Someone(2, "赵一帆"),
    Someone(3, "何佳"),
    Someone(4, "Anna Berg"),
)


class SpecimenForm(forms.Form):
    title = forms.CharField(label=_("Title"), help_text=_("One sentence a customer would say."))
    amount = forms.DecimalField(label=_("Amount"), required=False)
    on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[
            ("blocker", _("Blocker")),
            ("major", _("Major")),
            ("minor", _("Minor")),
        ],
        widget=forms.RadioSelect,
        initial="major",
    )
    product = forms.ChoiceField(
        label=_("Product"), choices=[("h3", "H3"), ("app", "App"), ("bms", "BMS")]
    )
    verbatim = forms.CharField(
        label=_("In the customer's words"), widget=forms.Textarea(attrs={"rows": 3})
    )
    share = forms.BooleanField(label=_("May be shown to the customer"), required=False)


def every() -> dict[str, Any]:
    """Gather what the component page shows."""
    now = timezone.now()
    refused = SpecimenForm(data={"title": "", "severity": "major", "product": "h3"})
    refused.is_valid()
    return {
        "people": PEOPLE,
        "form": SpecimenForm(auto_id="open_%s"),
        "refused": refused,
        "today": date(2026, 11, 24),
        "moments": [now, now - timedelta(minutes=6), now - timedelta(days=20)],
        "charts": chart_specimens.every(),
        "course": [96.2, 96.8, 95.9, 96.4, 96.1, 95.2, 94.6, 94.9, 93.8, 93.1],
        "band": (94.8, 97.4),
        "states": [
            ("proposed", _("Proposed")),
            ("accepted", _("Accepted")),
            ("in_development", _("In development")),
            ("in_testing", _("In testing")),
            ("released", _("Released")),
            ("rejected", _("Rejected")),
            ("paused", _("Paused")),
        ],
        "columns": [
            {"label": _("Number"), "key": "number"},
            {"label": _("Requirement"), "key": ""},
            {"label": _("Value"), "key": "value"},
            {"label": _("Customers"), "key": "customers", "numeric": True},
            {"label": _("State"), "key": ""},
            {"label": _("Owner"), "key": ""},
        ],
        "rows": ROWS,
        "lanes": LANES,
        "hops": HOPS,
        "tabs": [
            {"label": _("By value"), "url": "#", "is_on": True},
            {"label": _("To review"), "url": "#", "count": 5},
        ],
        "chips": [{"label": _("Product"), "value": "H3 / App", "remove_url": "#"}],
        "activity": [
            {
                "kind": "requirement",
                "html": _("The requirement was accepted."),
                "at": now,
            },
            {
                "kind": "feedback",
                "html": _("Feedback was recorded on site."),
                "at": now - timedelta(days=1),
            },
        ],
    }


ROWS = (
    (
        "REQ-318",
        "换卷扰动抑制:张力波动 ≤ ±0.5%",
        86,
        4,
        ("in_development", _("In development")),
        PEOPLE[0],
    ),
    (
        "REQ-322",
        "Auto stop and recovery on film break",
        81,
        4,
        ("accepted", _("Accepted")),
        PEOPLE[0],
    ),
    ("REQ-305", "离线报表导出", 77, 3, ("in_testing", _("In testing")), PEOPLE[3]),
    (
        "REQ-326",
        "远程诊断:一键导出现场日志",
        69,
        5,
        ("under_review", _("Under review")),
        PEOPLE[1],
    ),
)
LANES = (
    {"id": "planned", "label": _("Planned"), "cards": ROWS[:2]},
    {"id": "in_development", "label": _("In development"), "cards": ROWS[2:3]},
    {"id": "released", "label": _("Released"), "cards": ROWS[3:]},
)
HOPS = (
    {
        "kind": "feedback",
        "label": _("Feedback"),
        "number": "FB-1042",
        "hint": "11-12",
        "url": "#",
        "is_here": True,
    },
    {
        "kind": "requirement",
        "label": _("Requirement"),
        "number": "REQ-318",
        "hint": "11-13",
        "url": "#",
    },
    {
        "kind": "milestone",
        "label": _("Milestone"),
        "number": "M-12",
        "hint": "12-10",
        "url": "#",
    },
    {
        "kind": "plan",
        "label": _("Communication plan"),
        "number": "CP-7",
        "hint": "12-14",
        "url": "#",
        "tone": "up",
    },
)
