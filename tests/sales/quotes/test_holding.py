"""What a quote asks of its opportunity before it is handed in, sent or accepted."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.quotes import make_book, make_quote
from twintrack.foundation.money.models import ExchangeRate
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.quotes import operations
from twintrack.sales.quotes.operations import LineDetails, Way

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def test_a_quote_follows_its_opportunity_into_another_currency_or_goes_nowhere() -> None:
    version = make_quote()
    seller = version.quote.owner
    free = LineDetails(name="Freight", quantity=Decimal(1), list_price=Decimal(9))
    operations.add_line(version=version, details=free, by=seller, at=AT)
    [line, by_hand] = version.lines.all()
    assert line.item
    Opportunity.objects.update(currency="USD")
    ExchangeRate.objects.create(currency="USD", on=TODAY, to_base=Decimal(7))
    version.refresh_from_db()
    book = make_book({line.item: {"1": "150"}}, currency="USD")
    go: dict[str, Any] = {"before": {}, "values": {"book": book}, "by": seller, "at": AT}

    with pytest.raises(operations.CurrencyLeft, match="in USD by now, this quote in CNY"):
        operations.submit(version=version, by=seller, at=AT)
    with pytest.raises(operations.PricedByHand, match="Freight"):
        operations.change_terms(version=version, **go)
    operations.remove_line(version=version, line_id=by_hand.pk, by=seller, at=AT)
    version = operations.change_terms(version=version, **go)
    assert (version.currency, version.net) == ("USD", 150)
    operations.submit(version=version, by=seller, at=AT)
    Opportunity.objects.update(stage=Stage.LOST)
    way = Way(way="handed_over", to="Ms Yu")
    with pytest.raises(operations.OpportunityLost):
        operations.send(version=version, way=way, letterhead={}, by=seller, at=AT)
