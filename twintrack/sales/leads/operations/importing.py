"""Take leads in from files: tried first, then all at once, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import list_products
from twintrack.sales.intake.mapping import guess
from twintrack.sales.intake.reading import read_table
from twintrack.sales.intake.values import normal
from twintrack.sales.leads.columns import LEAD_TARGETS, REQUIRED, size_of, source_of
from twintrack.sales.leads.events import LeadsImported
from twintrack.sales.leads.lifecycle import Capture
from twintrack.sales.leads.models import LeadImport
from twintrack.sales.leads.operations.capturing import (
    LeadDetails,
    Origin,
    capture,
    check_texts,
)
from twintrack.sales.leads.queries import Newcomer, find_surely_known
from twintrack.sales.leads.queries.sameness import Same, keys_of

MOST_ROWS = 2000


class TooManyRows(Refusal):
    """The file has more rows than are taken in at once."""

    message = _("At most 2,000 leads are imported at once. Split the file.")
    status = 413


class FileTooLarge(Refusal):
    """The file is larger than this installation takes."""

    message = _("This file is too large.")
    status = 413


class ImportDone(Refusal):
    """The rows were taken in before."""

    message = _("This file was imported already.")


class ColumnMissing(Refusal):
    """No column says which company it is, or a column is named that the file does not have."""

    message = _("Choose the column that names the company.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What would become of a row: a lead, one that is known already, or nothing and why."""

    line: int
    details: LeadDetails
    external_id: str
    wrong: str | Promise = ""
    same: Same | None = None


@transaction.atomic
def prepare_import(
    *, data: bytes, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> LeadImport:
    """
    Read a file, and guess what its columns say; nothing becomes a lead yet, nothing is told.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if it is larger than `TWINTRACK_MAX_UPLOAD_BYTES`.
    :raises TooManyRows: if it has more than 2,000 rows.
    :raises FileEmpty: if there is nothing in it.
    :raises FileNotRead: if it is no table.
    :raises HeaderMissing: if its first line names no columns.
    """
    check_may(by, Act.MANAGE_LEADS)
    if len(data) > int(str(settings.TWINTRACK["max_upload_bytes"])):
        raise FileTooLarge
    table = read_table(data, name)
    lines = list(islice(table.lines, MOST_ROWS + 1))
    if len(lines) > MOST_ROWS:
        raise TooManyRows
    sample = [line.values for line in lines[:50]]
    mapping = guess(table.columns, sample, {}, targets=LEAD_TARGETS)
    return LeadImport.objects.create(
        name=name[:120],
        columns=table.columns,
        rows=[[line.number, line.values] for line in lines],
        mapping=mapping,
        created_by=by,
        created_at=at,
    )


def try_rows(run: LeadImport, mapping: Mapping[str, str], *, by: User) -> list[Tried]:
    """Say what would become of each row; who is in the file twice is known the second time."""
    products = _by_name(list_products(for_user=by))
    tried = [_tried(number, values, mapping, products) for number, values in run.rows]
    newcomers = [_newcomer(each.details) for each in tried]
    known = find_surely_known(newcomers, for_user=by)
    seen: dict[str, int] = {}
    found = []
    for each, newcomer in zip(tried, newcomers, strict=True):
        keys = keys_of(newcomer)
        same = next((known[key] for key in keys if key in known), None)
        twin = next((seen[key] for key in keys if key in seen), None)
        if same is None and twin is not None:
            same = Same(reason="line", line=twin)
        if not each.wrong:
            for key in keys:
                seen.setdefault(key, each.line)
        found.append(
            Tried(
                line=each.line,
                details=each.details,
                external_id=each.external_id,
                wrong=each.wrong,
                same=same,
            )
        )
    return found


def _newcomer(details: LeadDetails) -> Newcomer:
    return Newcomer(company=details.company, phone=details.phone, email=details.email)


def _by_name(products: Iterable[Product]) -> dict[str, Product]:
    return {normal(name): each for each in products for name in (each.name, each.code)}


def _tried(
    number: int, values: Mapping[str, str], mapping: Mapping[str, str], products: dict[str, Product]
) -> Tried:
    said = {code: values.get(column, "").strip() for code, column in mapping.items()}
    external_id = said.pop("external_id", "")[:120]
    named = products.get(normal(said.pop("products", "")))
    texts: dict[str, Any] = said | {
        "source": source_of(said.get("source", "")),
        "size": size_of(said.get("size", "")),
    }
    wrong: str | Promise = ""
    try:
        check_texts({"company": ""} | texts)
    except Refusal as refusal:
        wrong = refusal.message
    details = LeadDetails(**{"company": ""} | texts, products=[named] if named else [])
    return Tried(line=number, details=details, external_id=external_id, wrong=wrong)


@transaction.atomic
def run_import(
    *,
    run: LeadImport,
    mapping: Mapping[str, str],
    with_known: bool = False,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> LeadImport:
    """
    Take in the rows of a file, all or nothing; who is known already only if that is wanted.

    What the file said is not kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ImportDone: if it was done before.
    :raises ColumnMissing: if no column names the company.
    """
    check_may(by, Act.MANAGE_LEADS)
    run = LeadImport.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.finished_at is not None:
        raise ImportDone
    codes = {each.code for each in LEAD_TARGETS}
    if not set(mapping) >= REQUIRED or not set(mapping) <= codes:
        raise ColumnMissing
    if not set(mapping.values()) <= set(run.columns):
        raise ColumnMissing
    tried = try_rows(run, mapping, by=by)
    with together():
        for each in tried:
            if each.wrong or (each.same and not with_known):
                continue
            origin = Origin(
                captured_by=Capture.IMPORT,
                source=f"file:{run.name}"[:60],
                id=each.external_id,
            )
            capture(details=each.details, origin=origin, by=by, at=at, caused_by=caused_by)
            run.taken += 1
        run.wrong = sum(bool(each.wrong) for each in tried)
        run.known = len(tried) - run.taken - run.wrong
        run.rows, run.mapping, run.finished_at = [], dict(mapping), at
        run.save(update_fields=["taken", "wrong", "known", "rows", "mapping", "finished_at"])
        event = LeadsImported(
            import_id=run.pk, name=run.name, taken=run.taken, known=run.known, wrong=run.wrong
        )
        record(event, about=run, by=by, at=at, caused_by=caused_by)
    return run
