"""Which files of customers there are, and what became of their rows."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.sales.rosters.lifecycle import Outcome, State
from twintrack.sales.rosters.models import CustomerImport, CustomerImportRow


def list_imports(*, for_user: User) -> QuerySet[CustomerImport]:
    """List files of customers, the newest first."""
    rows: QuerySet[CustomerImport] = CustomerImport.objects.visible_to(for_user)
    return rows.select_related("started_by").order_by("-created_at", "-pk")


def get_import(number: str, *, for_user: User) -> CustomerImport:
    """
    Find a file of customers.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_imports(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def find_same(run: CustomerImport) -> CustomerImport | None:
    """Find the last time that the same file was taken in, if it still holds."""
    same = CustomerImport.objects.filter(digest=run.digest, state=State.DONE).exclude(pk=run.pk)
    found: CustomerImport | None = same.order_by("-pk").first()
    return found


def list_rows(run: CustomerImport, *, outcome: str = "") -> QuerySet[CustomerImportRow]:
    """List the rows of a file; those of one outcome alone, if that is wanted."""
    rows = CustomerImportRow.objects.filter(run=run)
    if outcome:
        rows = rows.filter(outcome=outcome)
    return rows.select_related("customer", "contact").order_by("line")


def get_row(run: CustomerImport, line: int) -> CustomerImportRow:
    """
    Find a row by its line.

    :raises NotThere: if there is none.
    """
    found = list_rows(run).filter(line=line).first()
    if found is None:
        raise NotThere
    return found


def count_outcomes(run: CustomerImport) -> dict[Outcome, int]:
    """Count the rows of a file by what became of them."""
    counted = CustomerImportRow.objects.filter(run=run).order_by().values_list("outcome")
    found = dict(counted.annotate(count=Count("pk")))
    return {each: found[each.value] for each in Outcome if each.value in found}
