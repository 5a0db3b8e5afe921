"""How many of each product were in use, week by week: what defects are held against."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time

from django.db.models import QuerySet, Sum

from twintrack.foundation.measuring.sources import Changed, News, Rows, Source, in_turns
from twintrack.hub.products.models import Exposure, Module


def _months(rows: QuerySet[Exposure]) -> set[str]:
    return {f"{each:%Y-%m}" for each in rows.dates("week", "month")}


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("product")):
        months |= _months(Exposure.objects.filter(product__in=ids))
    return Changed(months)


def _every() -> Changed:
    return Changed(_months(Exposure.objects.all()))


def _rows(month: str) -> Rows:
    first = date.fromisoformat(f"{month}-01")
    # Each module is in use wherever its product is.
    modules: dict[int, list[int]] = defaultdict(list)
    for pk, product in Module.objects.order_by("pk").values_list("pk", "product_id"):
        modules[product].append(pk)
    weeks = Exposure.objects.filter(week__year=first.year, week__month=first.month)
    counted = weeks.order_by("product_id", "week").values_list("product_id", "week")
    return {
        "installed": [
            (
                product,
                datetime.combine(week, time()),
                product,
                modules[product],
                None,
                None,
                float(total),
            )
            for product, week, total in counted.annotate(total=Sum("active"))
        ]
    }


INSTALLED = Source("installed", ("installed",), ("product",), _changed, _every, _rows)
