"""Comments in the REST API."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, Out, Page, PersonOut
from twintrack.foundation.comments import operations, queries
from twintrack.foundation.comments.models import TEXT_LENGTH, Comment
from twintrack.foundation.watchers.queries import get_watched
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="comments", label=_("Comments"))


class CommentOut(Out):
    id: int
    about_kind: str
    about_id: int
    text: str | None = Field(description="As its author typed it; null once it is deleted")
    written_by: PersonOut
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None

    @staticmethod
    def resolve_text(comment: Comment) -> str | None:
        return None if comment.is_deleted else queries.typed(comment)


class CommentBody(Body):
    text: str = Field(
        min_length=1,
        max_length=TEXT_LENGTH,
        description="`@` and a name, or `@{id}`, names a colleague, who is told",
    )


class CommentEditBody(CommentBody):
    before: str = Field(max_length=TEXT_LENGTH, description="The text you saw")


@router.get(
    "/comments/{kind}/{int:pk}",
    response=Page[CommentOut],
    summary=_("List the comments on an object, the oldest first"),
)
def list_comments(
    request: ApiRequest, *, kind: str, pk: Key, after: str = "", limit: Limit = 50
) -> KeyPage[Comment]:
    said = queries.list_comments(kind=kind, pk=pk, for_user=request.user)
    return key_page(said, order=("pk",), after=after, size=limit)


@router.post(
    "/comments/{kind}/{int:pk}", response={201: CommentOut}, summary=_("Comment on an object")
)
def write_comment(request: ApiRequest, *, kind: str, pk: Key, body: CommentBody) -> Comment:
    return operations.write(
        about=get_watched(kind, pk, for_user=request.user),
        text=body.text,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/comments/{int:pk}", response=CommentOut, summary=_("Read a comment"))
def get_comment(request: ApiRequest, pk: int) -> Comment:
    return queries.get_comment(pk, for_user=request.user)


@router.patch("/comments/{int:pk}", response=CommentOut, summary=_("Correct your own comment"))
def edit_comment(request: ApiRequest, pk: int, body: CommentEditBody) -> Comment:
    return operations.edit(
        comment=queries.get_comment(pk, for_user=request.user),
        before=body.before,
        text=body.text,
        by=request.user,
        at=timezone.now(),
    )


@router.delete("/comments/{int:pk}", response=CommentOut, summary=_("Delete a comment"))
def delete_comment(request: ApiRequest, pk: int) -> Comment:
    return operations.delete(
        comment=queries.get_comment(pk, for_user=request.user), by=request.user, at=timezone.now()
    )


@router.post(
    "/comments/{int:pk}/restoration", response=CommentOut, summary=_("Restore a deleted comment")
)
def restore_comment(request: ApiRequest, pk: int) -> Comment:
    return operations.restore(
        comment=queries.get_comment(pk, for_user=request.user), by=request.user, at=timezone.now()
    )
