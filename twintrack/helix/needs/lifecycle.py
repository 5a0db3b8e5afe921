"""Whether a deal gets what it needs in time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fit(models.TextChoices):
    """How the forecast of a requirement stands to the day a deal is to close; the worst first."""

    MISSES = "misses", _("Comes too late")
    REFUSED = "refused", _("Will not be built")
    UNDATED = "undated", _("No date yet")
    TIGHT = "tight", _("Tight")
    FITS = "fits", _("Fits")
    READY = "ready", _("Released")


TONES = {
    Fit.MISSES: "late",
    Fit.REFUSED: "late",
    Fit.UNDATED: "tight",
    Fit.TIGHT: "tight",
    Fit.FITS: "",
    Fit.READY: "ready",
}
