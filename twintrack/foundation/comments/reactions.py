"""Who is told of what was said: those it names, and those who watch; each once."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.comments.events import (
    CommentDeleted,
    CommentEdited,
    CommentRestored,
    CommentWritten,
)
from twintrack.foundation.comments.mentions import with_names
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.comments.queries import find_said, may_see, names_in
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify, reword
from twintrack.foundation.objects.kinds import get_kind
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.queries import watching_at

# So much of a comment stands in a notice.
SHOWN = 240
MENTIONED, SAID = "comments/mentioned", "comments/said"

notices = Subscriber("comments.notices")


@notices.on(CommentWritten)
def tell(event: CommentWritten, entry: Entry) -> None:
    """Tell whom a comment names, then who watches besides."""
    comment = _standing(event.comment_id)
    if comment is None:
        return
    news = _News(comment, entry)
    news.tell(_named(event), MENTIONED, "comments/mentioned")
    for each in watching_at(news.about, entry.happened_at):
        if each.person.pk not in event.mentioned_ids:
            because = "watchers/asked" if each.asked else "watchers/looks_after"
            news.tell([each.person], SAID, because)


@notices.on(CommentEdited)
def tell_of_names(event: CommentEdited, entry: Entry) -> None:
    """Tell whom a comment names only now; what others were told reads as it does."""
    comment = _standing(event.comment_id)
    if comment is None:
        return
    _reword(comment)
    _News(comment, entry).tell(_named(event), MENTIONED, "comments/mentioned")


@notices.on(CommentDeleted, CommentRestored)
def take_back(event: CommentDeleted | CommentRestored, _entry: Entry) -> None:
    """Let the words of a deleted comment stand in nobody's inbox, and come back with it."""
    comment = find_said(event.comment_id)
    if comment is not None:
        _reword(comment)


def _standing(pk: int) -> Comment | None:
    comment = find_said(pk)
    return None if comment is None or comment.is_deleted else comment


def _named(event: CommentWritten | CommentEdited) -> Iterable[User]:
    return list_people().filter(pk__in=event.mentioned_ids)


class _News:
    """A comment as people are told of it."""

    def __init__(self, comment: Comment, entry: Entry) -> None:
        self.entry = entry
        self.kind = get_kind(comment.about_kind)
        self.about = self.kind.load_any(comment.about_id)
        self.details = {
            "comment": comment.pk,
            "number": getattr(self.about, "number", ""),
            "title": self.kind.title(self.about),
            "text": _shown(comment),
        }

    def tell(self, people: Iterable[User], told_by: str, because: str) -> None:
        """Tell those of some people who may see what it is about, but not its author."""
        for person in people:
            if person.pk == self.entry.actor_id:
                continue
            if may_see(person, kind=self.kind, pk=self.about.pk):
                notify(
                    recipient=person,
                    entry=self.entry,
                    told_by=told_by,
                    because=because,
                    about=self.about,
                    at=self.entry.happened_at,
                    details=self.details,
                )


def _shown(comment: Comment) -> str:
    if comment.is_deleted:
        return ""
    words = " ".join(with_names(comment.text, names_in([comment.text])).split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _reword(comment: Comment) -> None:
    reword(
        told_by=(MENTIONED, SAID),
        subject=(comment.about_kind, comment.about_id),
        naming={"comment": comment.pk},
        details={"text": _shown(comment)},
    )
