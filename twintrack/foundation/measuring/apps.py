"""What measures of both tracks share."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    name = "twintrack.foundation.measuring"
    label = "measuring"
