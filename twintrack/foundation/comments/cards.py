"""Comments as the feed of an object shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from twintrack.foundation.comments import queries
from twintrack.foundation.comments.events import CommentWritten
from twintrack.foundation.comments.markup import render
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.comments.operations import may_delete
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User


def draw_cards(request: HttpRequest, entries: Sequence[Entry]) -> dict[int, SafeString | None]:
    """Draw the comments of a feed: what stands as cards, of the others that they were deleted."""
    ids = {each.pk: each.payload["comment_id"] for each in entries}
    said = queries.in_feed(ids.values())
    names = queries.names_in(each.text for each in said.values() if not each.is_deleted)
    cards: dict[int, SafeString | None] = {}
    for entry in entries:
        comment = said.get(ids[entry.pk])
        is_word = entry.kind == CommentWritten.kind
        if comment is None or comment.is_deleted is is_word:
            continue
        cards[entry.pk] = _card(request, comment, names) if is_word else None
    return cards


def _card(request: HttpRequest, comment: Comment, names: dict[int, str]) -> SafeString:
    shown = shown_of(request.user, comment, names)  # type: ignore[arg-type]
    return SafeString(render_to_string("comments/_comment.html", shown, request))


def shown_of(reader: User, comment: Comment, names: dict[int, str] | None = None) -> dict[str, Any]:
    """Give what a comment's card shows to a reader."""
    named = queries.names_in([comment.text]) if names is None else names
    return {
        "comment": comment,
        "html": render(comment.text, named, reader_id=reader.pk),
        "may_edit": comment.written_by_id == reader.pk,
        "may_delete": may_delete(comment, reader),
    }
