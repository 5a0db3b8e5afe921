"""What the addresses of boards say."""

from django.http import QueryDict

from twintrack.ui.fields import key_of

# A column begins with so many cards, and grows by so many; more than `MOST` nobody scrolls.
STEP = 50
MOST = 500


def limits_of(query: QueryDict) -> dict[str, int]:
    """Read how many cards of a column are wanted, as `many=planned.100`."""
    limits = {}
    for each in query.getlist("many"):
        code, _dot, count = each.partition(".")
        many = key_of(count)
        if many is not None:
            limits[code] = min(max(many, STEP), MOST)
    return limits
