"""What narrows lists of pull requests, runs and deployments, and what is noted of the latter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.engineering.models import Deployment, DeployState, Repository, RunState
from twintrack.rnd.engineering.operations import Breakage, breakage_of
from twintrack.rnd.engineering.queries import DeploymentFilter, PullFilter, list_repositories
from twintrack.ui.fields import MomentField

# So many days.
WAITED = (("1", _("1 day")), ("2", _("2 days")), ("5", _("5 days")), ("10", _("10 days")))
LOCAL = "%Y-%m-%dT%H:%M"


def _moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)


class _Narrowing(forms.Form):
    """Filters in the address; one that is wrong narrows nothing."""

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        if "repository" in self.fields:
            rows = list_repositories(for_user=user)
            self.fields["repository"].queryset = rows  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class PullFilterForm(_Narrowing):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    repository = forms.ModelChoiceField(
        label=_("Repository"),
        queryset=Repository.objects.none(),
        required=False,
        to_field_name="number",
    )
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), required=False
    )
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), required=False)
    waiting = forms.ChoiceField(
        label=_("Waiting for at least"), choices=[("", "—"), *WAITED], required=False
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, user=user)
        modules = Module.objects.filter(product__in=visible_product_ids(user))
        self.fields["module"].queryset = modules.order_by("name")  # type: ignore[attr-defined]
        self.fields["person"].queryset = list_people()  # type: ignore[attr-defined]

    def wanted(
        self, view: str, repository: Repository | None = None, *, now: datetime
    ) -> PullFilter:
        """Give what was understood."""
        given = self.given
        days = given.get("waiting")
        return PullFilter(
            view=view,
            repository=repository or given.get("repository"),
            module=given.get("module"),
            person=given.get("person"),
            words=given.get("q", ""),
            waits_before=now - timedelta(days=int(days)) if days else None,
        )


class PipelineFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "—"), *RunState.choices], required=False
    )
    branch = forms.CharField(label=_("Branch"), required=False, max_length=100)


class DeploymentFilterForm(_Narrowing):
    repository = forms.ModelChoiceField(
        label=_("Repository"),
        queryset=Repository.objects.none(),
        required=False,
        to_field_name="number",
    )
    environment = forms.CharField(label=_("Environment"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "—"), *DeployState.choices], required=False
    )

    def wanted(self, *, is_failure: bool, repository: Repository | None = None) -> DeploymentFilter:
        """Give what was understood."""
        given = self.given
        return DeploymentFilter(
            repository=repository or given.get("repository"),
            environment=given.get("environment", "").strip(),
            state=given.get("state", ""),
            is_failure=is_failure,
        )


class BreakageForm(forms.Form):
    since = MomentField(label=_("Broken since"), widget=_moment_input())
    note = forms.CharField(
        label=_("What broke"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    # What the person saw noted there.
    seen_since = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_note = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, deployment: Deployment) -> None:
        noted = breakage_of(deployment)
        super().__init__(
            data,
            initial={
                "since": noted.since if noted else deployment.finished_at,
                "note": deployment.broke_note,
                "seen_since": noted.since.isoformat() if noted else "",
                "seen_note": deployment.broke_note,
            },
        )

    @property
    def noted(self) -> dict[str, Any]:
        """Give what is to be noted, and what the person saw noted before."""
        said = self.cleaned_data
        since = _parsed(said["seen_since"])
        before = Breakage(since, "\n".join(said["seen_note"].splitlines())) if since else None
        return {"since": said["since"], "note": said["note"], "before": before}

    def show_both(self, deployment: Deployment) -> None:
        """Say what somebody else noted; sent once more, what was typed takes its place."""
        noted = breakage_of(deployment)
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["seen_since"] = noted.since.isoformat() if noted else ""
        data["seen_note"] = noted.note if noted else ""
        self.data = data
        said = _("Somebody changed this to “%(value)s” in the meantime. Save again to keep yours.")
        self.add_error("note", said % {"value": (noted and noted.note) or "—"})


def _parsed(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


class RestoredForm(forms.Form):
    since = MomentField(label=_("Works again since"), widget=_moment_input())
