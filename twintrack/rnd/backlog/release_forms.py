"""What people choose when requirements go into releases and out of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.releases.choices import ReleaseField, why_late
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.queries import list_choices, list_following
from twintrack.ui.fields import ManyField


class PlanForm(forms.Form):
    """With which release a requirement ships."""

    release = ReleaseField(
        label=_("Release"), queryset=Release.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, requirement: Requirement, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"release": requirement.release_id})
        super().__init__(*args, **kwargs)
        choices = list_choices(
            for_user=user, product=requirement.product, chosen=requirement.release_id
        )
        self.fields["release"].queryset = choices  # type: ignore[attr-defined]
        self.fields["reason"] = why_late()


class AddForm(forms.Form):
    """What is planned for a release."""

    requirements = ManyField(
        label=_("Requirements"),
        queryset=Requirement.objects.none(),
        widget=forms.SelectMultiple({"class": "input"}),
    )

    def __init__(
        self,
        *args: Any,
        release: Release,
        candidates: QuerySet[Requirement],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirements"].queryset = candidates  # type: ignore[attr-defined]
        if release.is_frozen:
            self.fields["reason"] = why_late()
            self.fields["reason"].required = True


class CarryForm(forms.Form):
    """Where what is not built goes."""

    to = ReleaseField(
        label=_("What is not built goes to"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("no release"),
    )

    def __init__(self, *args: Any, release: Release, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = list_following(release, for_user=user)
        self.fields["to"].queryset = following  # type: ignore[attr-defined]
        self.fields["reason"] = why_late()
        self.fields["reason"].required = release.is_frozen
