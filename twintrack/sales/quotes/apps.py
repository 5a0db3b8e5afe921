"""The app of quotes."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    name = "twintrack.sales.quotes"
    label = "quotes"

    def ready(self) -> None:
        from twintrack.sales.quotes import events  # noqa: F401
        from twintrack.sales.quotes.kinds import register_kinds, register_links

        register_kinds()
        register_links()
