"""Say something about an object, correct it, take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.comments.events import (
    CommentDeleted,
    CommentEdited,
    CommentRestored,
    CommentWritten,
)
from twintrack.foundation.comments.mentions import handles_of, ids_in, with_ids
from twintrack.foundation.comments.models import TEXT_LENGTH, Comment
from twintrack.foundation.comments.queries import typed
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.kinds import get_kind, kind_of
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.operations import join

if TYPE_CHECKING:
    from django.db.models import Model


class CommentEmpty(Refusal):
    """A comment without words."""

    message = _("Write something first.")
    status = 422


class CommentTooLong(Refusal):
    """A comment that is no comment any more."""

    message = _("A comment holds at most 10,000 characters. Put the rest into a file.")
    status = 422


class CommentGone(Refusal):
    """The comment was deleted, and its words are no more."""

    message = _("This comment was deleted for good.")


@transaction.atomic
def write(
    *, about: Model, text: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Comment:
    """
    Say something about an object that the person was shown; who is named watches it from then on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CommentEmpty: if there are no words.
    :raises CommentTooLong: if there are too many.
    """
    check_may(by, Act.USE)
    text = _read(text)
    mentioned = _known(ids_in(text))
    comment = Comment.objects.create(
        about_kind=kind_of(about).code,
        about_id=about.pk,
        text=text,
        mentioned_ids=mentioned,
        written_by=by,
        written_at=at,
    )
    join(about=about, people=[by.pk, *_who_see(about, mentioned)], at=at)
    event = CommentWritten(comment_id=comment.pk, mentioned_ids=tuple(mentioned))
    record(event, about=about, by=by, at=at, caused_by=caused_by)
    return comment


@transaction.atomic
def edit(
    *,
    comment: Comment,
    before: str,
    text: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Comment:
    """
    Correct what one said oneself; `before` is the text as one saw it.

    :raises NotAllowed: if somebody else said it.
    :raises CommentGone: if it was deleted.
    :raises StaleEdit: if it reads differently by now.
    :raises CommentEmpty: if there are no words.
    :raises CommentTooLong: if there are too many.
    """
    comment = _held(comment)
    if comment.written_by_id != by.pk:
        raise NotAllowed
    if comment.is_deleted:
        raise CommentGone
    read = _read(text)
    if read == comment.text:
        return comment
    stands = typed(comment)
    if _lines(before) != _lines(stands):
        raise StaleEdit(field="text", current=stands, attempted=text)
    fresh = _known([pk for pk in ids_in(read) if pk not in comment.mentioned_ids])
    comment.text, comment.edited_at = read, at
    comment.mentioned_ids = [*comment.mentioned_ids, *fresh]
    comment.save(update_fields=["text", "edited_at", "mentioned_ids"])
    about = _about(comment)
    join(about=about, people=_who_see(about, fresh), at=at)
    event = CommentEdited(comment_id=comment.pk, mentioned_ids=tuple(fresh))
    record(event, about=about, by=by, at=at, caused_by=caused_by)
    return comment


@transaction.atomic
def delete(*, comment: Comment, by: User, at: datetime, caused_by: Entry | None = None) -> Comment:
    """
    Take back what one said oneself; an administrator may take back anybody's words.

    :raises NotAllowed: if somebody else said it.
    """
    comment = _held(comment)
    _check_may_delete(comment, by)
    if comment.is_deleted:
        return comment
    comment.deleted_at = at
    comment.save(update_fields=["deleted_at"])
    author = comment.written_by
    event = CommentDeleted(comment_id=comment.pk, author_id=author.pk, author_name=author.name)
    record(event, about=_about(comment), by=by, at=at, caused_by=caused_by)
    return comment


@transaction.atomic
def restore(*, comment: Comment, by: User, at: datetime, caused_by: Entry | None = None) -> Comment:
    """
    Let a deleted comment stand again.

    :raises NotAllowed: if the person could not have deleted it.
    :raises CommentGone: if its words have been erased since.
    """
    comment = _held(comment)
    _check_may_delete(comment, by)
    if not comment.is_deleted:
        return comment
    if not comment.text:
        raise CommentGone
    comment.deleted_at = None
    comment.save(update_fields=["deleted_at"])
    event = CommentRestored(comment_id=comment.pk)
    record(event, about=_about(comment), by=by, at=at, caused_by=caused_by)
    return comment


def may_delete(comment: Comment, person: User) -> bool:
    """Say whether somebody may take a comment back."""
    return comment.written_by_id == person.pk or Role.ADMIN in person.roles


def _check_may_delete(comment: Comment, by: User) -> None:
    if not may_delete(comment, by):
        raise NotAllowed


def _held(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)


def _about(comment: Comment) -> Model:
    about: Model | None = get_kind(comment.about_kind).load_any(comment.about_id)
    if about is None:
        raise NotThere
    return about


def _lines(text: str) -> str:
    """Browsers end lines in their own way."""
    return text.replace("\r\n", "\n").strip()


def _read(text: str) -> str:
    text = _lines(text)
    if not text:
        raise CommentEmpty
    if len(text) > TEXT_LENGTH:
        raise CommentTooLong
    return with_ids(text, handles_of(list_people())) if "@" in text else text


def _known(ids: list[int]) -> list[int]:
    """Keep who works here."""
    here = set(list_people().filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [pk for pk in ids if pk in here]


def _who_see(about: Model, ids: list[int]) -> list[int]:
    """Keep who may see the object: the others would watch what is not theirs."""
    kind = kind_of(about)
    people = list_people().filter(pk__in=ids) if ids else []
    return [each.pk for each in people if kind.visible_ids({about.pk}, for_user=each)]
