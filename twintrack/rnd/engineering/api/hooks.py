"""Web hooks in the REST API: their addresses, their log, and what hosts send to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Status
from pydantic import Field

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest, Caller, TokenGuard
from twintrack.foundation.api.problems import Problem, Refused, problem_of
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page, referring
from twintrack.foundation.api.scopes import Scope
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.api.router import router
from twintrack.rnd.engineering.models import DeliveryOutcome, Hook, HookDelivery, HostCode
from twintrack.ui.paging import KeyPage, key_page

ADDRESS = "/api/v1/hooks/in/"


class HookBody(Body):
    host: Annotated[str, OneOf(HostCode)]
    repository: str = Field(
        default="", max_length=20, description="Left out, deliveries say which one they are about"
    )


class HookOut(Out):
    id: int
    name: str
    host: Annotated[str, OneOf(HostCode)]
    repository: str | None = Field(alias="repository.number", default=None)
    path: str = Field(description="Where the host sends to, below the installation's address")
    created_at: datetime
    last_used_at: datetime | None
    forged_count: int = Field(description="Deliveries with a wrong signature, which are not kept")
    revoked_at: datetime | None

    @staticmethod
    def resolve_path(hook: Any) -> str:
        return f"{ADDRESS}{hook.code}"


class HookOpenedOut(Out):
    hook: HookOut
    secret: str = Field(description="Given this once")


class HookDeliveryOut(Out):
    id: int
    received_at: datetime
    event: str
    outcome: Annotated[str, OneOf(DeliveryOutcome)]
    repository: str | None = Field(alias="repository.number", default=None)
    problem: str
    problem_detail: str
    changed: int
    older: int
    handled_at: datetime | None
    again_of: int | None = Field(alias="again_of_id", default=None)


class HookDeliveryWholeOut(HookDeliveryOut):
    body: str
    size: int
    status: int


class TakenOut(Out):
    id: int
    outcome: Annotated[str, OneOf(DeliveryOutcome)]


@router.get("/hooks", response=Page[HookOut], summary=_("List web hooks"))
def list_hooks(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Hook]:
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    rows = queries.list_hooks(for_user=request.user)
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.post("/hooks", response={201: HookOpenedOut}, summary=_("Open an address for a code host"))
def add_hook(request: ApiRequest, body: HookBody) -> dict[str, Any]:
    check_may(request.user, Act.MANAGE_REPOSITORIES)
    with referring("repository"):
        repository = (
            queries.get_repository(body.repository, for_user=request.user)
            if body.repository
            else None
        )
    hook, secret = operations.add_hook(
        host=HostCode(body.host), repository=repository, by=request.user, at=timezone.now()
    )
    return {"hook": hook, "secret": secret}


@router.post(
    "/hooks/{int:pk}/secret",
    response=HookOpenedOut,
    summary=_("Give a web hook another secret"),
)
def renew_secret(request: ApiRequest, pk: Key) -> dict[str, Any]:
    hook = queries.get_hook(pk, for_user=request.user)
    hook, secret = operations.renew_secret(hook=hook, by=request.user, at=timezone.now())
    return {"hook": hook, "secret": secret}


@router.post("/hooks/{int:pk}/revocation", response=HookOut, summary=_("Revoke a web hook"))
def revoke_hook(request: ApiRequest, pk: Key) -> Hook:
    hook = queries.get_hook(pk, for_user=request.user)
    return operations.revoke_hook(hook=hook, by=request.user, at=timezone.now())


@router.get(
    "/hooks/{int:pk}/deliveries",
    response=Page[HookDeliveryOut],
    summary=_("List what came to a web hook"),
)
def list_deliveries(
    request: ApiRequest,
    pk: Key,
    outcome: Annotated[str, OneOf(DeliveryOutcome)] | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[HookDelivery]:
    hook = queries.get_hook(pk, for_user=request.user)
    rows = queries.list_deliveries(hook, for_user=request.user, outcome=outcome or "")
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.get(
    "/hook-deliveries/{int:pk}",
    response=HookDeliveryWholeOut,
    summary=_("Read what a code host sent"),
)
def get_delivery(request: ApiRequest, pk: Key) -> HookDelivery:
    return queries.get_delivery(pk, for_user=request.user)


@router.post(
    "/hook-deliveries/{int:pk}/repeat",
    response={201: HookDeliveryWholeOut},
    summary=_("Let in once more what a code host sent"),
)
def deliver_again(request: ApiRequest, pk: Key) -> HookDelivery:
    return operations.deliver_again(
        delivery=queries.get_delivery(pk, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )


class SignatureGuard:
    """Let in what a code host signed with the secret of its address."""

    def __call__(self, request: HttpRequest) -> Caller:
        # A token lets nobody in here, but one that may not write is told so.
        TokenGuard()(request)
        match = request.resolver_match
        hook = queries.find_hook(str(match.kwargs["code"])) if match else None
        if hook is None:
            detail = _("There is no such address, or it was revoked.")
            raise Refused(Problem(status=401, code="hook-unknown", detail=detail))
        try:
            operations.check_genuine(
                hook, headers=request.headers, body=request.body, at=timezone.now()
            )
        except (operations.SignatureWrong, operations.DeliveryTooLarge) as refusal:
            problem = problem_of(refusal)
            assert problem is not None
            raise Refused(problem) from refusal
        request.user = hook.acts_as
        return Caller(user=hook.acts_as, scope=Scope.WRITE)


def _header(name: str, note: Any) -> dict[str, Any]:
    shape = {"type": "string", "description": note}
    return {"in": "header", "name": name, "required": False, "description": note, "schema": shape}


WHAT_IS_SENT: Mapping[str, Any] = {
    # The signature lets in, not a token.
    "security": None,
    "parameters": [
        _header("X-Hub-Signature-256", _("GitHub: HMAC-SHA256 of the body, by the secret")),
        _header("X-Gitlab-Token", _("GitLab: the secret itself, or webhook-signature")),
        _header("X-Gitee-Token", _("Gitee: the secret, or a signature of X-Gitee-Timestamp")),
    ],
    "requestBody": {
        "required": True,
        "description": _("What the host sends, at most 2 MB"),
        "content": {"application/json": {"schema": {"type": "object", "title": "HookPayload"}}},
    },
}


@router.api_operation(
    ["POST"],
    "/hooks/in/{code}",
    response={200: TakenOut, 202: TakenOut},
    summary=_("Send what happened at a code host"),  # type: ignore[arg-type]
    auth=SignatureGuard(),
    openapi_extra=dict(WHAT_IS_SENT),
)
def receive(request: ApiRequest, code: str) -> Status[HookDelivery]:
    """202: kept, the worker reads it; 200: known by its id or content, changes nothing."""
    hook = queries.find_hook(code)
    if hook is None:
        raise NotThere
    delivery = operations.receive(
        hook=hook,
        headers=request.headers,
        body=request.body,
        by=hook.acts_as,
        at=timezone.now(),
    )
    return Status(delivery.status, delivery)
