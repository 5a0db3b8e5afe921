"""Read bank statements as banks give them: which column says what is guessed by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from twintrack.foundation.money.currencies import KNOWN
from twintrack.foundation.money.rounding import is_whole
from twintrack.sales.collections.models import Statement
from twintrack.sales.collections.operations import Movement
from twintrack.sales.intake.reading import read_table
from twintrack.sales.intake.values import moment, normal

# What says it, in the order in which it is preferred; the first column that is called so is taken.
CALLED: dict[str, tuple[str, ...]] = {
    "paid_on": (
        *("交易日期", "记账日期", "入账日期", "交易时间", "日期", "booking date"),
        *("value date", "transaction date", "date", "buchungstag"),
    ),
    "amount": (
        *("收入金额", "贷方发生额", "贷方金额", "收入", "贷方", "credit amount", "credit"),
        *("交易金额", "发生额", "金额", "amount", "betrag"),
    ),
    "payer": (
        *("对方户名", "对方账户名称", "付款人名称", "付款人", "对方单位", "counterparty name"),
        *("counterparty", "payer", "name", "auftraggeber"),
    ),
    "reference": (
        *("交易流水号", "银行流水号", "流水号", "交易编号", "凭证号", "transaction id"),
        *("reference", "ref", "id"),
    ),
    "purpose": (
        *("附言", "摘要", "用途", "备注", "purpose", "description", "details", "memo"),
        *("verwendungszweck",),
    ),
    "currency": ("币种", "currency", "ccy", "währung"),
}
NAMES = {"人民币": "CNY", "rmb": "CNY", "cny": "CNY", "美元": "USD", "欧元": "EUR", "日元": "JPY"}
EUROPEAN = re.compile(r"-?\d{1,3}(\.\d{3})*,\d{1,2}")
MOST_LINES = 5000
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a statement says: movements in, by which columns, and how many lines were left out."""

    columns: dict[str, str]
    movements: list[Movement]
    left_out: int
    currency: str
    table: dict[str, Any]


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Choose the column for each thing that a statement says, by how columns are called."""
    plain = {normal(name): name for name in columns}
    chosen: dict[str, str] = {}
    for code, words in CALLED.items():
        for word in words:
            held = [name for each, name in plain.items() if each == word or _holds(each, word)]
            free = [name for name in held if name not in chosen.values()]
            if free:
                chosen[code] = free[0]
                break
    return chosen


def _holds(name: str, word: str) -> bool:
    return not word.isascii() and word in name


def read_statement(data: bytes, name: str, *, currency: str, zone: str, at: datetime) -> Sheet:
    """
    Read the movements in of a statement; money that went out is left out, as is what is unclear.

    :raises FileEmpty: if there is nothing in it.
    :raises FileNotRead: if it is no table.
    :raises HeaderMissing: if its first line names no columns.
    """
    read = read_table(data, name)
    lines = [
        [line.number, *(line.values.get(column, "") for column in read.columns)]
        for line in islice(read.lines, MOST_LINES)
    ]
    table = {"columns": list(read.columns), "lines": lines}
    return read_by(table, guess(read.columns), currency=currency, zone=zone, at=at)


def read_by(
    table: dict[str, Any], columns: Mapping[str, str], *, currency: str, zone: str, at: datetime
) -> Sheet:
    """Read the movements in of a table by the columns that were guessed or chosen."""
    places = {name: place for place, name in enumerate(table["columns"], start=1)}
    known = {code: name for code, name in columns.items() if name in places}
    movements: list[Movement] = []
    left_out = 0
    for line in table["lines"]:
        said = {code: line[places[name]] for code, name in known.items()}
        found = _movement(line[0], said, currency, ZoneInfo(zone), at)
        if found is None:
            left_out += 1
        else:
            movements.append(found)
    return Sheet(
        columns=known, movements=movements, left_out=left_out, currency=currency, table=table
    )


def read_again(
    statement: Statement, columns: Mapping[str, str], *, zone: str, at: datetime
) -> Sheet:
    """Read the movements in of a statement that was kept, by columns that somebody chose."""
    table = {"columns": [], "lines": []} | statement.table
    return read_by(table, columns, currency=statement.currency, zone=zone, at=at)


def left_out_of(statement: Statement, kept: Iterable[int]) -> list[tuple[int, str]]:
    """List the rows of a file that are no line of its statement: their numbers, what they say."""
    known = set(kept)
    rows = statement.table.get("lines", ())
    return [
        (number, " · ".join(filter(None, said))) for number, *said in rows if number not in known
    ]


def _movement(
    number: int, said: Mapping[str, str], currency: str, zone: ZoneInfo, at: datetime
) -> Movement | None:
    amount = amount_of(said.get("amount", ""))
    day = moment(said.get("paid_on", ""), zone=zone, at=at)
    code = _currency(said.get("currency", "")) or currency
    if amount is None or day is None or not 0 < amount < LARGEST or not is_whole(amount, code):
        return None
    on = day.astimezone(zone).date()
    if on > at.astimezone(zone).date():
        return None
    return Movement(
        line=number,
        paid_on=on,
        amount=amount,
        currency=code,
        payer=" ".join(said.get("payer", "").split())[:160],
        reference=" ".join(said.get("reference", "").split())[:80],
        purpose=" ".join(said.get("purpose", "").split())[:300],
    )


def _currency(text: str) -> str:
    plain = normal(text)
    found = NAMES.get(plain, plain.upper())
    return found if found in KNOWN else ""


def amount_of(text: str) -> Decimal | None:
    """Read an amount as banks write it: 1,234.50 or 1.234,50, with or without a sign of money."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[^\d.,+-]", "", plain).lstrip("+")
    if EUROPEAN.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        found = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
