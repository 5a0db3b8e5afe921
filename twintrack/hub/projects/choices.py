"""Fields in which one chooses a milestone."""

from django import forms
from django.utils.translation import gettext as _

from twintrack.hub.projects.models import Milestone
from twintrack.ui.templatetags.ui import day


class MilestoneField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of several milestones, each with the day it is expected or was reached."""

    def label_from_instance(self, milestone: Milestone) -> str:
        if milestone.reached_on:
            named = {"milestone": milestone, "day": day(milestone.reached_on)}
            return _("%(milestone)s · reached %(day)s") % named
        return f"{milestone} · {day(milestone.forecast_on)}"
