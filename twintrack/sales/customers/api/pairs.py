"""Pairs of customers that are not one, in the REST API."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Limit, Out, Page, referring
from twintrack.sales.customers import duplicates, operations, queries
from twintrack.sales.customers.api.customers import router
from twintrack.sales.customers.models import PairDismissal
from twintrack.ui.paging import KeyPage, key_page


class PairDismissalBody(Body):
    first: str = Field(max_length=20, description="Number of one customer")
    second: str = Field(max_length=20, description="Number of the other")


class PairDismissalOut(Out):
    id: int
    first: str = Field(alias="first.number")
    second: str = Field(alias="second.number")
    at: datetime


@router.get(
    "/customer-pair-dismissals",
    response=Page[PairDismissalOut],
    summary=_("List pairs of customers that are not one"),
)
def list_dismissals(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[PairDismissal]:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    rows = duplicates.list_dismissals(for_user=request.user)
    return key_page(rows, order=("-at", "-pk"), after=after, size=limit)


@router.post(
    "/customer-pair-dismissals",
    response={201: PairDismissalOut},
    summary=_("Say that two customers are not one"),
)
def dismiss_pair(request: ApiRequest, body: PairDismissalBody) -> PairDismissal:
    """They are not proposed again until they have something else in common."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    with referring("first"):
        first = queries.get_customer(body.first, for_user=request.user)
    with referring("second"):
        second = queries.get_customer(body.second, for_user=request.user)
        pair = duplicates.get_pair(first, second, for_user=request.user)
    return operations.dismiss_pair(pair=pair, by=request.user, at=timezone.now())


@router.post(
    "/customer-pair-dismissals/{int:pk}/undo",
    response={204: None},
    summary=_("Propose two customers again"),
)
def undo_dismissal(request: ApiRequest, pk: int) -> None:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    dismissal = duplicates.get_dismissal(pk, for_user=request.user)
    operations.undo_dismissal(dismissal=dismissal, by=request.user, at=timezone.now())
