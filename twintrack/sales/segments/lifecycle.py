"""What rules of segments look at."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    REVENUE = "revenue", _("Contracts signed within 12 months, in the base currency")
    PIPELINE = "pipeline", _("Open opportunities, in the base currency")
    INSTALLED = "installed", _("Products installed")
    INDUSTRY = "industry", _("Industry")
    REGION = "region", _("Region")


# Measured by a number that is to be reached; the others by words.
NUMBERS = frozenset({Measure.REVENUE, Measure.PIPELINE, Measure.INSTALLED})
AMOUNTS = frozenset({Measure.REVENUE, Measure.PIPELINE})
POINTS_A, POINTS_B = 60, 30
MOST_POINTS = 100
