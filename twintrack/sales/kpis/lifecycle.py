"""What frozen values are of, and of what a measure warns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Span(models.TextChoices):
    """What a value was frozen for: a month that is over, or a state in the evening of a day."""

    MONTH = "month", _("Month")
    DAY = "day", _("Day")


class Part(models.TextChoices):
    """Whose value it is."""

    COMPANY = "company", _("The whole company")
    PRODUCT = "product", _("Product")
    TEAM = "team", _("Team")
    PERSON = "person", _("Person")


class Warn(models.TextChoices):
    """When the newest value of a measure is told as something to look at."""

    MISSED = "missed", _("When it misses the target")
    UNUSUAL = "unusual", _("When it is worse than usual")
    BOTH = "both", _("In both cases")
    OFF = "off", _("No warning")
