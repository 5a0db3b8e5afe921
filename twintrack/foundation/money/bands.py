"""Between which bounds amounts lie: all that people know of them who may not see amounts."""

from decimal import Decimal

from django.db.models import Case, IntegerField, Value, When

# Upper ends of the bands, in the base currency.
BANDS = [Decimal(x) for x in (100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000)]


def band_of(field: str) -> Case:
    """Number the band of an amount, 0 for none: an order by it tells no more than the band."""
    steps = [When(**{f"{field}__lte": 0}, then=Value(0))]
    steps += [
        When(**{f"{field}__lt": upper}, then=Value(place)) for place, upper in enumerate(BANDS, 1)
    ]
    return Case(*steps, default=Value(len(BANDS) + 1), output_field=IntegerField())
