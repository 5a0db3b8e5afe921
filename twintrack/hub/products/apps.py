"""The products app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    name = "twintrack.hub.products"
    label = "products"

    def ready(self) -> None:
        from twintrack.foundation.access.handover import register_belongings
        from twintrack.hub.products import reactions  # noqa: F401
        from twintrack.hub.products.kinds import register_kinds
        from twintrack.hub.products.queries import list_owned

        register_kinds()
        register_belongings(_("Products"), lambda user: list_owned(user).count())
