"""What people type about their accounts."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.operations import Invited
from twintrack.foundation.access.queries import Sought, list_people, list_teams
from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.models import (
    Density,
    Language,
    MailWhen,
    Team,
    Theme,
    Track,
    User,
)
from twintrack.ui.fields import ManyField


class FoundingForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least ten characters. A short sentence is easy to keep in mind."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        validators=[validate_password],
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class PreferencesForm(forms.Form):
    """Any of the preferences; those left out stay."""

    language = forms.ChoiceField(choices=Language.choices, required=False)
    theme = forms.ChoiceField(choices=Theme.choices, required=False)
    density = forms.ChoiceField(choices=Density.choices, required=False)
    time_zone = forms.CharField(max_length=50, required=False)
    mail_when = forms.ChoiceField(choices=MailWhen.choices, required=False)

    NAMES: ClassVar = ("language", "theme", "density", "time_zone", "mail_when")

    def chosen(self) -> dict[str, str]:
        """Give the preferences that were sent."""
        return {name: self.cleaned_data[name] for name in self.NAMES if self.data.get(name)}


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    title = forms.CharField(
        label=_("Job title"),
        max_length=80,
        required=False,
        help_text=_("Shown under your name."),
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )


class SettingsForm(forms.Form):
    """Every preference at once, as the settings page shows them."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    theme = forms.ChoiceField(label=_("Look"), choices=Theme.choices, widget=forms.RadioSelect)
    density = forms.ChoiceField(
        label=_("List density"), choices=Density.choices, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    mail_when = forms.ChoiceField(
        label=_("E-mail notifications"),
        choices=MailWhen.choices,
        widget=forms.RadioSelect,
        help_text=_("Whatever you choose, your inbox has everything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What it is for, such as “nightly import”."),
        widget=forms.TextInput({"autofocus": True, "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices, widget=forms.RadioSelect)
    days = forms.ChoiceField(
        label=_("Holds for"),
        choices=[
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("365", _("A year")),
            ("0", _("Until it is revoked")),
        ],
        initial="90",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, may_administer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].initial = Scope.READ
        if not may_administer:
            self.fields["scope"].choices = [  # type: ignore[attr-defined]
                choice for choice in Scope.choices if choice[0] != Scope.ADMIN
            ]


class PeopleFilterForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices], required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—"
    )
    left = forms.ChoiceField(
        label=_("Account"),
        choices=[("", _("Account active")), ("1", _("Deactivated"))],
        required=False,
    )
    q = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = list_teams(for_user=user)  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """Give what the address asks for; what it says wrongly narrows nothing."""
        self.is_valid()
        values = self.cleaned_data
        return Sought(
            text=values.get("q", ""),
            role=values.get("role", ""),
            team=values.get("team"),
            is_active=not values.get("left"),
        )


class RolesForm(forms.Form):
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, person: User) -> RolesForm:
        """Show the roles that a person has."""
        roles = sorted(person.roles)
        return cls(initial={"before": ",".join(roles), "roles": roles})

    def seen(self) -> list[str]:
        return [each for each in self.cleaned_data["before"].split(",") if each]


class DeactivationForm(forms.Form):
    successor = forms.ModelChoiceField(
        label=_("Who takes over"), queryset=User.objects.none(), required=False, empty_label=""
    )

    def __init__(self, *args: Any, person: User, has_work: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].required = has_work
        others = list_people().exclude(pk=person.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput({"autofocus": True})
    )
    track = forms.ChoiceField(
        label=_("Track"), choices=Track.choices, initial=Track.BOTH, widget=forms.RadioSelect
    )


class MemberForm(forms.Form):
    user = forms.ModelChoiceField(
        label=_("New member"), queryset=User.objects.none(), empty_label=""
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = list_people().exclude(memberships__team=team)
        self.fields["user"].queryset = others  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput({"autofocus": True})
    )
    email = forms.EmailField(label=_("E-mail"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    teams = ManyField(
        label=_("Teams"),
        queryset=Team.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Team.objects.exists():
            del self.fields["teams"]

    def invited(self) -> Invited:
        return Invited(**self.cleaned_data)


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least ten characters. A short sentence is easy to keep in mind."),
        widget=forms.PasswordInput({"autocomplete": "new-password", "autofocus": True}),
        validators=[validate_password],
    )
