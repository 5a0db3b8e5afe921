"""The way of a lead: its states, and why some lead nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("lead", "New")
    CONTACTED = "contacted", _("Contacted")
    QUALIFIED = "qualified", _("Qualified")
    CONVERTED = "converted", _("Converted")
    DISQUALIFIED = "disqualified", _("Disqualified")


# In the order of the work; who was spoken with is never new again.
OPEN = (State.NEW, State.CONTACTED, State.QUALIFIED)
NEXT = {
    State.NEW: frozenset({State.CONTACTED, State.QUALIFIED}),
    State.CONTACTED: frozenset({State.QUALIFIED}),
    State.QUALIFIED: frozenset({State.CONTACTED}),
}


class Reason(models.TextChoices):
    NO_NEED = "no_need", _("No need")
    NO_BUDGET = "no_budget", _("No budget")
    UNREACHABLE = "unreachable", _("Cannot be reached")
    COMPETITOR = "competitor", _("Went to a competitor")
    NOT_FIT = "not_fit", _("Does not fit what we sell")
    DUPLICATE = "duplicate", _("Known already")
    SPAM = "spam", _("No real enquiry")
    OTHER = "other", pgettext_lazy("reason", "Other")


# These say nothing about whether such companies buy.
NO_OUTCOME = frozenset({Reason.DUPLICATE, Reason.SPAM})


class Source(models.TextChoices):
    WEBSITE = "website", _("Website")
    EXHIBITION = "exhibition", _("Exhibition")
    REFERRAL = "referral", _("Referral")
    INBOUND_CALL = "inbound_call", _("They called")
    OUTBOUND = "outbound", _("We called")
    PARTNER = "partner", _("Partner")
    CAMPAIGN = "campaign", _("Campaign")
    OTHER = "other", pgettext_lazy("source", "Other")


class Size(models.TextChoices):
    SMALL = "small", _("Below 50 people")
    MEDIUM = "medium", _("50 to 199 people")
    LARGE = "large", _("200 to 999 people")
    VERY_LARGE = "very_large", _("1,000 people and more")


class Capture(models.TextChoices):
    FORM = "form", pgettext_lazy("captured by", "Entered")
    IMPORT = "import", pgettext_lazy("captured by", "Import")
    API = "api", pgettext_lazy("captured by", "API")
    WEB = "web", pgettext_lazy("captured by", "Web form")


class Way(models.TextChoices):
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("E-mail")
    CHAT = "chat", _("WeChat")
    NOTE = "note", _("Note")


class Method(models.TextChoices):
    ROUND_ROBIN = "round_robin", _("One after the other")
    LOAD = "load", _("Whoever has the fewest open leads")
    CUSTOMER = "customer", _("Whoever owns the customer they come from")


class Field(models.TextChoices):
    """What of a lead a rule asks for."""

    SOURCE = "source", _("Source")
    REGION = "region", _("Region")
    INDUSTRY = "industry", _("Industry")
    SIZE = "size", _("Size")
    PRODUCT = "product", _("Product")
    TITLE = "title", _("Job title")
    INTEREST = "interest", _("Interest")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("E-mail")


class Mail(models.TextChoices):
    WORK = "work", _("Address of the company")
    PRIVATE = "private", _("Private address")
    NONE = "none", _("None given")
