"""What people type about segments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.sales.customers.models import Segment
from twintrack.sales.segments.lifecycle import MOST_POINTS, Measure
from twintrack.sales.segments.models import SegmentBounds, SegmentRule
from twintrack.ui.edits import EditForm


class SegmentRuleForm(EditForm):
    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80)
    measure = forms.ChoiceField(label=_("What counts"), choices=Measure.choices)
    at_least = forms.DecimalField(
        label=_("At least"), min_value=0, max_digits=16, decimal_places=2, initial=0
    )
    value = forms.CharField(
        label=_("Words"),
        max_length=200,
        required=False,
        help_text=_("For industry and region: words that stand in it, parted by |."),
    )
    points = forms.IntegerField(
        label=_("Segment points"), min_value=-MOST_POINTS, max_value=MOST_POINTS
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, rule: SegmentRule | None = None, **kwargs: Any) -> None:
        names = self.base_fields
        initial = {name: getattr(rule, name) for name in names} if rule else {}
        super().__init__(*args, initial=initial, **kwargs)


class BoundsForm(forms.Form):
    points_a = forms.IntegerField(label=_("Points of an A"), min_value=1, max_value=1000)
    points_b = forms.IntegerField(label=_("Points of a B"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, bounds: SegmentBounds, **kwargs: Any) -> None:
        kwargs["initial"] = {"points_a": bounds.points_a, "points_b": bounds.points_b}
        super().__init__(*args, **kwargs)


class PinForm(forms.Form):
    segment = forms.ChoiceField(label=_("Segment"), choices=Segment.choices)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))
