"""What people type about complaints and replies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.complaints import queries
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.models import (
    CAUSE_LENGTH,
    REPLY_LENGTH,
    SUBJECT_LENGTH,
    Complaint,
    ReplyTemplate,
)
from twintrack.sales.complaints.operations import ReplyTexts
from twintrack.sales.complaints.queries import Wanted
from twintrack.sales.customers.models import MAIL_GROUNDS, Contact, Customer
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla.models import SlaPauseReason
from twintrack.ui.edits import EditForm
from twintrack.ui.fields import MomentField
from twintrack.ui.widgets import Finder

MOMENT = "%Y-%m-%dT%H:%M"
# What an answer about the mail is asked with.
MAIL_PART = "#mail-part, [name=by_mail]"
WHY = _("It is later than promised. Say why, in a few words.")


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Text"), required=False, max_length=100)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", "—"), *Severity.choices], required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Customer.objects.none(),
        required=False,
        widget=Finder(url_name="customer-choices"),
    )
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "owner": list_people(),
            "customer": list_customers(for_user=user),
            "product": list_products(for_user=user),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def wanted(self, view: str) -> Wanted:
        """Give what the address asks for; what makes no sense is left out."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        text = said.pop("q", "")
        known = view if view in dict(queries.VIEWS) else "open"
        return Wanted(view=known, text=text, **said)


class WhyForm(forms.Form):
    """Why something is later than promised, or what is still wrong."""

    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 3}))


class _LateForm(forms.Form):
    """Asks for the reason where it is later than promised, and only there."""

    why = forms.CharField(label=_("Why it is late"), required=False, max_length=500, help_text=WHY)

    def __init__(self, *args: Any, is_late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_late:
            self.fields["why"].required = True
        else:
            del self.fields["why"]


class RespondForm(_LateForm):
    reply = forms.CharField(
        label=_("What the customer was told"),
        max_length=REPLY_LENGTH,
        widget=forms.Textarea({"rows": 7}),
        help_text=_(
            "Sent from here or as you always do: it is kept, and the clock stops when it is noted."
        ),
    )
    field_order = ("reply", "why")


class SendForm(forms.Form):
    """Asks nothing of its own: what is kept already goes out."""


class ReplyMailForm(forms.Form):
    """To whom a reply goes by e-mail, if it does."""

    by_mail = forms.BooleanField(label=_("Send it by e-mail"), required=False)
    to = forms.EmailField(label=_("To whom"), max_length=254)
    cc = forms.CharField(
        label=_("Copies to"),
        required=False,
        max_length=300,
        help_text=_("E-mail addresses with commas between."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    subject = forms.CharField(label=_("Subject line"), required=False, max_length=SUBJECT_LENGTH)

    def __init__(
        self,
        *args: Any,
        contacts: Sequence[Contact],
        unwilling: Collection[int],
        again: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {each.email: _named(each, each.pk in unwilling) for each in contacts}
        first = self.initial.get("to", "")
        if known:
            # Where it went before may be nobody's any more.
            more = {} if first in known else {first: first or "—"}
            self.fields["to"] = forms.ChoiceField(
                label=_("To whom"), choices=[*more.items(), *known.items()]
            )
        # A mail that is wanted asks to whom; another language proposes another subject line.
        for name in ("by_mail", "language"):
            self.fields[name].widget.attrs |= {
                "hx-get": again,
                "hx-trigger": "change",
                "hx-target": "#mail-part",
                "hx-swap": "outerHTML",
                "hx-include": MAIL_PART,
            }
        if unwilling:
            grounds = [("", "—"), *((each.value, each.label) for each in MAIL_GROUNDS)]
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground for writing to them"), choices=grounds, required=False
            )


def _named(contact: Contact, is_unwilling: bool) -> str:
    named = f"{contact.name} <{contact.email}>"
    return _("%(who)s, wants no e-mail") % {"who": named} if is_unwilling else named


class ResolveForm(_LateForm):
    cause = forms.CharField(
        label=_("Root cause"), max_length=CAUSE_LENGTH, widget=forms.Textarea({"rows": 4})
    )
    number = forms.CharField(
        label=_("Defect or requirement"),
        required=False,
        max_length=20,
        help_text=_("Its number, where R&D has a part in it: W-12 or REQ-318."),
    )
    field_order = ("cause", "number", "why")


class PauseForm(forms.Form):
    reason = forms.ModelChoiceField(
        label=_("Reason"),
        queryset=SlaPauseReason.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = complaint.version.pause_reasons.order_by("position")
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]
        first = reasons.first()
        self.fields["reason"].initial = first.pk if first else None


class AskForm(forms.Form):
    reply = forms.CharField(
        label=_("What the customer is asked"),
        max_length=REPLY_LENGTH,
        widget=forms.Textarea({"rows": 7}),
    )


class ConfirmForm(forms.Form):
    who = forms.CharField(label=_("Who confirmed it"), max_length=80)
    said_at = MomentField(
        label=_("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def moment(self, *, at: datetime) -> datetime:
        """Give when it was said: a minute that has begun is now."""
        said: datetime = self.cleaned_data["said_at"]
        is_this_minute = said == at.replace(second=0, microsecond=0)
        return at if is_this_minute else said


class ReopenForm(WhyForm):
    to_rnd = forms.BooleanField(label=_("R&D has to look at it again"), required=False)


class ReplyTemplateForm(EditForm):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=80)
    name_en = forms.CharField(label=_("Name (English)"), max_length=80)
    body_zh = forms.CharField(
        label=_("Text (Chinese)"), max_length=REPLY_LENGTH, widget=forms.Textarea({"rows": 6})
    )
    body_en = forms.CharField(
        label=_("Text (English)"), max_length=REPLY_LENGTH, widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, *args: Any, template: ReplyTemplate | None = None, **kwargs: Any) -> None:
        if template is not None:
            kwargs["initial"] = {name: getattr(template, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def texts(self) -> ReplyTexts:
        """Give what the template is to say."""
        return ReplyTexts(**{name: self.cleaned_data[name] for name in self.base_fields})
