"""What people type about tests and gates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import RND, Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.quality.lifecycle import BuildState
from twintrack.rnd.quality.models import QualityGate, TestCase
from twintrack.rnd.quality.operations import Limits
from twintrack.rnd.quality.queries.builds import BuildFilter
from twintrack.rnd.quality.queries.tests import TestFilter
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField


class BuildFilterForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, to_field_name="code"
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "—"), *BuildState.choices], required=False
    )
    job = forms.CharField(label=_("Job"), max_length=200, required=False)
    branch = forms.CharField(label=_("Branch"), max_length=200, required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> BuildFilter:
        """What was understood; a filter that is wrong narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return BuildFilter(
            product=given.get("product"),
            state=given.get("state", ""),
            job=given.get("job", "").strip(),
            branch=given.get("branch", "").strip(),
        )


class TestFilterForm(forms.Form):
    __test__ = False

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, to_field_name="code"
    )
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), required=False
    )
    q = forms.CharField(required=False, max_length=200)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        seen = list_products(for_user=user)
        self.fields["product"].queryset = seen  # type: ignore[attr-defined]
        modules = Module.objects.filter(product__in=seen).select_related("product")
        self.fields["module"].queryset = modules.order_by("product__name", "name")  # type: ignore[attr-defined]

    @property
    def wanted(self) -> TestFilter:
        """What was understood; a filter that is wrong narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return TestFilter(
            product=given.get("product"),
            module=given.get("module"),
            text=given.get("q", "").strip(),
        )


class MuteForm(forms.Form):
    until = DayField(
        label=_("Look at it again on"),
        help_text=_("From that day on the test counts again, and you are told."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, test: TestCase, **kwargs: Any) -> None:
        day = test.muted_until or timezone.localdate() + timedelta(days=14)
        kwargs["initial"] = {"until": day, "reason": test.mute_reason}
        super().__init__(*args, **kwargs)


class OwnerForm(EditForm):
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("No one")
    )

    def __init__(self, *args: Any, test: TestCase, **kwargs: Any) -> None:
        kwargs["initial"] = {"owner": test.owner_id}
        super().__init__(*args, **kwargs)
        people = list_people(roles=[*RND, Role.EXECUTIVE])
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class GateForm(EditForm):
    """Limits of a gate; a field left empty asks for nothing."""

    min_pass_rate = forms.DecimalField(
        label=_("Pass rate at least, %"),
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("passed / (passed + failed), flaky ones apart"),
    )
    min_changed_coverage = forms.DecimalField(
        label=_("Changed lines covered at least, %"),
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("of the lines that were added since the build before and can be run"),
    )
    max_flaky_share = forms.DecimalField(
        label=_("Flaky at most, %"),
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=100,
        required=False,
    )
    max_blockers = forms.IntegerField(
        label=_("Open blockers at most"), min_value=0, max_value=1000, required=False
    )

    def __init__(self, *args: Any, gate: QualityGate | None, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(gate, name, None) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    @property
    def before(self) -> dict[str, Any]:
        """What the person saw of each limit."""
        return {name: self._seen(name) for name in self.fields}

    @property
    def limits(self) -> Limits:
        """What the person wants."""
        return Limits(**self.cleaned_data)
