"""Receipts in the REST API."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Limit, Page, referring
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.api.shapes import (
    AllocationBody,
    AllocationOut,
    AllocationShareBody,
    AllocationUndoBody,
    ReceiptBody,
    ReceiptOut,
    ReceiptVoidBody,
    RefundBody,
    RefundOut,
    router,
)
from twintrack.sales.collections.models import Allocation, Receipt, Refund
from twintrack.sales.collections.operations import ReceiptDetails, Share
from twintrack.sales.contracts.queries import get_contract, get_instalment
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.paging import KeyPage, key_page


def shares_of(pays: Sequence[AllocationShareBody], user: User) -> list[Share]:
    """Find what the money is to pay."""
    found = []
    with referring("pays"):
        for each in pays:
            if each.invoice:
                invoice = queries.get_invoice(each.invoice, for_user=user)
                found.append(Share(invoice=invoice, amount=each.amount))
            else:
                contract = get_contract(each.contract, for_user=user)
                instalment = get_instalment(contract, each.instalment_id or 0)
                found.append(Share(instalment=instalment, amount=each.amount))
    return found


@router.get("/receipts", response=Page[ReceiptOut], summary=_("List receipts"))
def list_receipts(
    request: ApiRequest, *, q: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[Receipt]:
    rows = queries.list_receipts(for_user=request.user, text=q)
    return key_page(rows, order=("-received_on", "-pk"), after=after, size=limit)


@router.post("/receipts", response={201: ReceiptOut}, summary=_("Record a receipt"))
def record_receipt(request: ApiRequest, body: ReceiptBody) -> Receipt:
    user = request.user
    with referring("customer"):
        customer = get_customer(body.customer, for_user=user)
    plain = body.model_dump(exclude={"customer", "pays", "keep_rest"})
    return operations.record_receipt(
        details=ReceiptDetails(customer=customer, **plain),
        shares=shares_of(body.pays, user),
        keep_rest=body.keep_rest,
        by=user,
        at=timezone.now(),
    )


@router.get("/receipts/{number}", response=ReceiptOut, summary=_("Read a receipt"))
def get_receipt(request: ApiRequest, number: str) -> Receipt:
    return queries.get_receipt(number, for_user=request.user)


@router.get(
    "/receipts/{number}/allocations",
    response=list[AllocationOut],
    summary=_("List what a receipt pays"),
)
def list_receipt_allocations(request: ApiRequest, number: str) -> list[Allocation]:
    return list(queries.list_allocations(queries.get_receipt(number, for_user=request.user)))


@router.post(
    "/receipts/{number}/allocations",
    response={201: list[AllocationOut]},
    summary=_("Let a receipt's credit pay something"),
)
def allocate_receipt(request: ApiRequest, number: str, body: AllocationBody) -> list[Allocation]:
    receipt = queries.get_receipt(number, for_user=request.user)
    shares = shares_of(body.pays, request.user)
    return operations.allocate(receipt=receipt, shares=shares, by=request.user, at=timezone.now())


@router.post("/receipts/{number}/undoing", response=ReceiptOut, summary=_("Take back what it pays"))
def undo_receipt_allocations(request: ApiRequest, number: str, body: AllocationUndoBody) -> Receipt:
    return operations.undo_allocations(
        receipt=queries.get_receipt(number, for_user=request.user),
        allocation_ids=body.allocation_ids,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/receipts/{number}/refunds", response={201: RefundOut}, summary=_("Note a refund"))
def refund_receipt(request: ApiRequest, number: str, body: RefundBody) -> Refund:
    receipt = queries.get_receipt(number, for_user=request.user)
    return operations.refund(
        receipt=receipt, **body.model_dump(), by=request.user, at=timezone.now()
    )


@router.post(
    "/receipts/{number}/voiding",
    response=ReceiptOut,
    summary=_("Note that it was recorded by mistake"),
)
def void_receipt(request: ApiRequest, number: str, body: ReceiptVoidBody) -> Receipt:
    receipt = queries.get_receipt(number, for_user=request.user)
    return operations.void_receipt(
        receipt=receipt, reason=body.reason, by=request.user, at=timezone.now()
    )
