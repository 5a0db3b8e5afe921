"""What people choose about web hooks, and their account names at code hosts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import HostCode, Repository
from twintrack.rnd.engineering.queries import list_repositories


class HookForm(forms.Form):
    """For which host, and for which repository; for none it serves many."""

    host = forms.ChoiceField(label=_("Host"), choices=HostCode.choices)
    repository = forms.ModelChoiceField(
        label=_("Repository"),
        queryset=Repository.objects.none(),
        to_field_name="number",
        required=False,
        empty_label=_("Many: each delivery says which one it is about"),
        help_text=_(
            "An address for many suits an organisation or group: what it sends belongs to the "
            "repository whose address it names."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list_repositories(for_user=user)
        self.fields["repository"].queryset = rows  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """Nothing to type: a person confirms."""


class LoginForm(forms.Form):
    host = forms.ChoiceField(label=_("Host"), choices=HostCode.choices)
    login = forms.CharField(
        label=_("Account name"),
        max_length=120,
        help_text=_("As it stands in the address of the account there, without @."),
    )
