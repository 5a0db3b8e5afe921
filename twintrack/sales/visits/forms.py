"""What people type about visits."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people, list_teams
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import Team, User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.queries import list_contacts, list_customers
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.visits.lifecycle import VisitKind
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.operations import VisitDetails
from twintrack.sales.visits.queries import Wanted, last_place, list_deals
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import DayField, ManyField, MomentField, key_of
from twintrack.ui.widgets import Chooser, Finder

DATE = {"type": "date"}
MOMENT = "%Y-%m-%dT%H:%M"
SELLERS = (Role.SALESPERSON, Role.SALES_MANAGER, Role.PRESALES, Role.CSM, Role.EXECUTIVE)
HOUR = timedelta(hours=1)
LENGTHS: tuple[tuple[int, str | Promise], ...] = (
    (30, _("30 minutes")),
    (60, _("1 hour")),
    (90, _("1½ hours")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("Half a day")),
    (480, _("A day")),
)


class ContactField(ManyField):
    """Contacts, each with what they do."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.title}" if obj.title else str(obj.name)


class TimesForm(forms.Form):
    """When it begins and how long it takes: no thumb has to reckon the end."""

    starts_at = MomentField(
        label=_("Begins"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
    )
    minutes = forms.TypedChoiceField(label=_("Takes"), coerce=int, initial=60)

    def __init__(self, *args: Any, visit: Visit | None = None, **kwargs: Any) -> None:
        lengths = dict(LENGTHS)
        if visit is not None:
            minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
            lengths.setdefault(minutes, _("As long as before"))
            kwargs["initial"] = {
                "starts_at": timezone.localtime(visit.starts_at),
                "minutes": minutes,
            } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = sorted(lengths.items())  # type: ignore[attr-defined]

    @property
    def begins(self) -> datetime:
        found: datetime = self.cleaned_data["starts_at"]
        return found

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.cleaned_data["minutes"])


class MoveForm(TimesForm):
    before = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        kwargs["initial"] = {"before": visit.starts_at.isoformat()} | kwargs.get("initial", {})
        super().__init__(*args, visit=visit, **kwargs)

    def clean_before(self) -> datetime:
        return read_moment(self.cleaned_data["before"])


def read_moment(text: str) -> datetime:
    """
    Read a moment that a page has sent back.

    :raises forms.ValidationError: if it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise forms.ValidationError(_("Enter a valid moment.")) from None
    return found if found.tzinfo else timezone.make_aware(found)


class _Facts(forms.Form):
    purpose = forms.CharField(label=_("Visit purpose"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=VisitKind.choices,
        initial=VisitKind.ON_SITE,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("An address that the map finds, or a link to the meeting."),
    )
    contacts = ContactField(
        label=_("Whom you meet"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opportunity = forms.ModelChoiceField(
        label=_("Opportunity"), queryset=Opportunity.objects.none(), required=False, empty_label="—"
    )
    colleagues = ManyField(
        label=_("Colleagues along"),
        queryset=User.objects.none(),
        required=False,
        widget=Chooser(),
    )

    def narrow(self, customer: Customer | None, user: User) -> None:
        """Offer what belongs to one customer."""
        people = list_contacts(customer) if customer else Contact.objects.none()
        choices: dict[str, Any] = {
            "contacts": people,
            "opportunity": list_deals(customer, for_user=user),
            "colleagues": list_people().exclude(pk=user.pk),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class PlanForm(TimesForm, _Facts):
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        widget=Finder(url_name="customer-choices"),
    )
    field_order = ("customer", "purpose", "starts_at", "minutes", "kind", "place")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = list_customers(for_user=user)  # type: ignore[attr-defined]
        chosen = self._chosen(user)
        self.narrow(chosen, user)
        if chosen and not self.is_bound:
            self.initial.setdefault("place", last_place(chosen, for_user=user))

    def _chosen(self, user: User) -> Customer | None:
        pk = key_of(str(self["customer"].value() or ""))
        return list_customers(for_user=user).filter(pk=pk).first() if pk else None

    def details(self) -> VisitDetails:
        known = {name: value for name, value in self.cleaned_data.items() if name != "minutes"}
        return VisitDetails(**known, ends_at=self.ends)


class VisitEditForm(EditForm, _Facts):
    """What is known of a visit, as the person sees it and as it is to become."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label="")

    def __init__(self, *args: Any, visit: Visit, user: User, **kwargs: Any) -> None:
        seen: dict[str, Any] = {
            name: getattr(visit, name) for name in ("purpose", "kind", "place", "owner")
        }
        seen["opportunity"] = visit.opportunity_id
        for name in ("contacts", "colleagues"):
            seen[name] = list(getattr(visit, name).all())
        super().__init__(*args, initial=seen, **kwargs)
        self.narrow(visit.customer, user)
        people = list_people(roles=SELLERS).values("pk")
        choices: dict[str, Any] = {
            "owner": User.objects.filter(Q(pk__in=people) | Q(pk=visit.owner_id)),
            # One that was closed since stays until another one is chosen.
            "opportunity": Opportunity.objects.filter(
                Q(customer=visit.customer, closed_at=None) | Q(pk=visit.opportunity_id)
            ),
            "colleagues": list_people().exclude(pk=visit.owner_id),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it does not take place"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "autofocus": True}),
    )


class PositionForm(forms.Form):
    """Where somebody checks in, if they want it kept."""

    latitude = forms.DecimalField(required=False, max_digits=12, decimal_places=6)
    longitude = forms.DecimalField(required=False, max_digits=12, decimal_places=6)


class PlaceForm(forms.Form):
    """A card that was put into another day."""

    pk = forms.ModelChoiceField(queryset=Visit.objects.none())
    col = DayField(widget=forms.HiddenInput)
    revision = forms.CharField(max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].queryset = Visit.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean_revision(self) -> datetime:
        return read_moment(self.cleaned_data["revision"])

    @property
    def begins(self) -> datetime:
        """The same time of day on the other day."""
        clock = timezone.localtime(self.cleaned_data["pk"].starts_at).time()
        zone = timezone.get_current_timezone()
        return datetime.combine(self.cleaned_data["col"], clock, zone)

    @property
    def ends(self) -> datetime:
        visit: Visit = self.cleaned_data["pk"]
        return self.begins + (visit.ends_at - visit.starts_at)


class FilterForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "—"), *VisitKind.choices], required=False
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label="—"
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    since = DayField(
        label=_("From day"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    until = DayField(
        label=_("Until day"), required=False, widget=forms.DateInput(DATE, format="%Y-%m-%d")
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        required=False,
        to_field_name="number",
        widget=forms.HiddenInput,
    )
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "owner": list_people(roles=SELLERS),
            "customer": list_customers(for_user=user),
            "team": list_teams(for_user=user),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def wanted(self, view: str, user: User) -> Wanted:
        """Say what is asked for; a filter that means nothing narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        mine = view in {"mine", "owed"} and not (asked.get("owner") or asked.get("team"))
        return Wanted(
            state="" if view in {"mine", "all"} else view,
            kind=asked.get("kind") or "",
            owner=user if mine else asked.get("owner"),
            team=asked.get("team"),
            customer=asked.get("customer"),
            since=_midnight(asked.get("since")),
            before=_midnight(asked.get("until"), days=1),
            text=(asked.get("q") or "").strip(),
        )


def _midnight(day: Any, *, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
