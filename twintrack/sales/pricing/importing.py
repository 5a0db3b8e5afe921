"""Price lists as people keep them: a file with a code, a quantity and a price in each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.intake.reading import read_table
from twintrack.sales.pricing.queries import Tier

CODE = frozenset({"code", "item", "item code", "编码", "物料编码", "产品编码", "目录项"})
FROM = frozenset({"from", "from quantity", "quantity", "起订量", "数量", "起订数量"})
PRICE = frozenset({"price", "unit price", "list price", "单价", "价格", "目录价"})
# Signs that people write into numbers and that mean nothing.
NOISE = str.maketrans("", "", " ,，¥￥€$\u00a0\u2009")


class PricesUnusable(Refusal):
    """A line of a price list cannot be used, so that none of it is."""

    status = 422

    def __init__(self, line: int, words: str) -> None:
        said = _("Line {line}: {words} Nothing was changed.")
        super().__init__(format_lazy(said, line=line, words=words))


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A line that cannot be used, and why; line 1 names the columns."""

    line: int
    words: str | Promise


@dataclass(kw_only=True)
class PriceList:
    """What a file says: the tiers of each item by its code, and what cannot be used of it."""

    tiers: dict[str, list[Tier]] = field(default_factory=lambda: defaultdict(list))
    troubles: list[Trouble] = field(default_factory=list)


def read_prices(data: bytes, name: str, *, known: Mapping[str, object]) -> PriceList:
    """
    Read a price list; `known` are the codes of the catalogue in small letters.

    A line without a quantity holds from one on.

    :raises FileNotRead: if it is no table.
    :raises FileEmpty: if it has no rows.
    :raises HeaderMissing: if the first line does not name columns.
    """
    table = read_table(data, name)
    places = {
        part: next((each for each in table.columns if each.strip().lower() in names), None)
        for part, names in (("code", CODE), ("from", FROM), ("price", PRICE))
    }
    found = PriceList()
    if not places["code"] or not places["price"]:
        missing = _("The first line must name a column “code” and a column “price”.")
        found.troubles.append(Trouble(line=1, words=missing))
        return found
    for line in table.lines:
        said = {part: line.values.get(place or "", "").strip() for part, place in places.items()}
        words = line.problem or _take(said, known, found)
        if words:
            found.troubles.append(Trouble(line=line.number, words=words))
    return found


def _take(said: dict[str, str], known: Mapping[str, object], found: PriceList) -> str | Promise:
    code = said["code"].lower()
    if code not in known:
        return _("Nothing is sold under this code.")
    amount, quantity = _number(said["price"]), _number(said["from"] or "1")
    if amount is None or quantity is None:
        return _("Quantity and price must be numbers.")
    if any(each.from_quantity == quantity for each in found.tiers[code]):
        return _("Two prices hold from the same quantity on.")
    found.tiers[code].append(Tier(from_quantity=quantity, amount=amount))
    return ""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.translate(NOISE))
    except InvalidOperation:
        return None
