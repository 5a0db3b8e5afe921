"""Products."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.people import make_user
from twintrack.hub.products.models import Product

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make_product(**over: object) -> Product:
    number = next(_numbers)
    fields: dict[str, object] = {"code": f"p{number}", "name": f"Product {number}"} | over
    if "owner" not in fields:
        fields["owner"] = make_user()
    product: Product = Product.objects.create(created_at=AT, **fields)
    return product
