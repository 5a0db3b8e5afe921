"""Pages of products."""

from twintrack.hub.products.views.exposure import exposure
from twintrack.hub.products.views.modules import module, module_offer, modules
from twintrack.hub.products.views.products import (
    product_detail,
    product_edit,
    product_list,
    product_new,
)
from twintrack.hub.products.views.versions import version, versions

__all__ = [
    "exposure",
    "module",
    "module_offer",
    "modules",
    "product_detail",
    "product_edit",
    "product_list",
    "product_new",
    "version",
    "versions",
]
