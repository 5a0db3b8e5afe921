"""The pipeline app."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "twintrack.sales.pipeline"
    label = "pipeline"
