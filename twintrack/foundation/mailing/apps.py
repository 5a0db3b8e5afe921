"""The app of mails to customers."""

from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "twintrack.foundation.mailing"
    label = "mailing"
