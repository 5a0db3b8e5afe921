"""The command line as an app: for its messages."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "twintrack.cli"
    label = "cli"
