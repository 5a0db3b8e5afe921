"""The products app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "twintrack.hub.products"
    label = "products"

    def ready(self) -> None:
        from twintrack.hub.products.kinds import register_kinds

        register_kinds()
