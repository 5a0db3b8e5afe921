"""Endpoints of tests."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Key, Limit, Page, referring
from twintrack.hub.products.queries import get_product
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.api.router import router
from twintrack.rnd.quality.api.shapes import TestMuteBody, TestOut, TestOwnerBody, TestResultOut
from twintrack.rnd.quality.models import TestCase, TestResult
from twintrack.rnd.quality.queries import tests as tests_of
from twintrack.rnd.quality.queries.tests import TestFilter
from twintrack.ui.paging import KeyPage, key_page


@router.get("/tests", response=Page[TestOut], summary=_("List tests"))
def list_tests(
    request: ApiRequest,
    *,
    view: Annotated[str, Field(pattern="^(all|failing|flaky|muted)$")] = "all",
    product: str = "",
    text: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[TestCase]:
    """`view` is all, failing, flaky or muted."""
    check_may(request.user, Act.SEE_TEST_LOGS)
    user = request.user
    with referring("product"):
        of_product = get_product(product, for_user=user) if product else None
    wanted = TestFilter(product=of_product, text=text)
    if view == "flaky":
        rows = tests_of.list_flaky(for_user=user, now=timezone.now(), wanted=wanted)
        return key_page(rows, order=("-flaky_last_at", "-pk"), after=after, size=limit)
    if view == "failing":
        rows = tests_of.list_failing(for_user=user, wanted=wanted)
        order: tuple[str, ...] = ("failing_since__started_at", "pk")
        return key_page(rows, order=order, after=after, size=limit)
    if view == "muted":
        rows = tests_of.list_muted(for_user=user, wanted=wanted)
        return key_page(rows, order=("muted_until", "pk"), after=after, size=limit)
    rows = tests_of.list_tests(for_user=user, wanted=wanted)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.get("/tests/{int:pk}", response=TestOut, summary=_("Read a test"))
def get_test(request: ApiRequest, pk: Key) -> TestCase:
    return tests_of.get_test(pk, for_user=request.user)


@router.get(
    "/tests/{int:pk}/results",
    response=Page[TestResultOut],
    summary=_("List when a test failed, was flaky or passed again, the newest first"),
)
def list_test_results(
    request: ApiRequest, pk: Key, after: str = "", limit: Limit = 50
) -> KeyPage[TestResult]:
    test = tests_of.get_test(pk, for_user=request.user)
    rows = tests_of.list_history(test).select_related("test", "build")
    return key_page(rows, order=("-at", "-pk"), after=after, size=limit)


@router.post("/tests/{int:pk}/muting", response=TestOut, summary=_("Mute a test until a day"))
def mute_test(request: ApiRequest, pk: Key, body: TestMuteBody) -> TestCase:
    test = tests_of.get_test(pk, for_user=request.user)
    operations.mute_test(
        test=test, until=body.until, reason=body.reason, by=request.user, at=timezone.now()
    )
    return tests_of.get_test(pk, for_user=request.user)


@router.delete(
    "/tests/{int:pk}/muting", response=TestOut, summary=_("Let a muted test count again")
)
def unmute_test(request: ApiRequest, pk: Key) -> TestCase:
    test = tests_of.get_test(pk, for_user=request.user)
    operations.unmute_test(test=test, by=request.user, at=timezone.now())
    return tests_of.get_test(pk, for_user=request.user)


@router.post("/tests/{int:pk}/owner", response=TestOut, summary=_("Say who looks after a test"))
def assign_test(request: ApiRequest, pk: Key, body: TestOwnerBody) -> TestCase:
    test = tests_of.get_test(pk, for_user=request.user)
    with referring("owner"):
        owner = None if body.owner is None else get_person(body.owner)
    operations.assign_test(
        test=test, before=body.before, owner=owner, by=request.user, at=timezone.now()
    )
    return tests_of.get_test(pk, for_user=request.user)
