"""The products app."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "twintrack.hub.products"
    label = "products"
