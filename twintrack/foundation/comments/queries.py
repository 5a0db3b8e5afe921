"""What was said about objects, and whom one may name there."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import see
from twintrack.foundation.comments.mentions import handles_of, ids_in, with_names
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.memory.recalling import recall
from twintrack.foundation.objects.kinds import ObjectKind, get_kind
from twintrack.foundation.people.models import User
from twintrack.foundation.search.tokens import initials_of, spellings_of
from twintrack.foundation.watchers.queries import get_watched

OFFERED = 8
# So many who match are asked whether they may see the object.
LOOKED_AT = 40


def list_comments(*, kind: str, pk: int, for_user: User) -> QuerySet[Comment]:
    """
    List what was said about an object and not deleted.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    get_watched(kind, pk, for_user=for_user)
    said = Comment.objects.filter(about_kind=kind, about_id=pk, deleted_at=None)
    return said.select_related("written_by").order_by("pk")


def get_comment(pk: int, *, for_user: User) -> Comment:
    """
    Find a comment, also a deleted one.

    :raises NotThere: if there is none, or the person may not see what it is about.
    """
    found = Comment.objects.select_related("written_by").filter(pk=pk).first()
    if found is None:
        raise NotThere
    see(found.about_kind, found.about_id, for_user=for_user)
    return found


def in_feed(ids: Collection[int]) -> dict[int, Comment]:
    """Give the comments of a feed that its reader has been shown, in one query."""
    if not ids:
        return {}
    return Comment.objects.select_related("written_by").in_bulk(ids)


def names_in(texts: Iterable[str]) -> dict[int, str]:
    """Give the names of the people whom texts name, also of those who left."""
    ids = {pk for text in texts for pk in ids_in(text)}
    return {pk: person.name for pk, person in recall(User, ids).items()} if ids else {}


def typed(comment: Comment) -> str:
    """Give a comment's text as its author would type it."""
    ids = ids_in(comment.text)
    if not ids:
        return comment.text
    called = handles_of(list_people())
    known = {pk: called[pk] for pk in ids if pk in called}
    return with_names(comment.text, names_in([comment.text]) | known)


def words_about(kind: str, ids: Collection[int]) -> dict[int, str]:
    """Give what was said about objects of a kind, for the index that finds them."""
    said = Comment.objects.filter(about_kind=kind, about_id__in=ids, deleted_at=None)
    found: dict[int, str] = {}
    for pk, text in said.order_by("pk").values_list("about_id", "text"):
        found[pk] = f"{found.get(pk, '')} {with_names(text, {})}"
    return found


def list_mentionable(*, kind: str, pk: int, text: str, for_user: User) -> list[tuple[User, str]]:
    """
    List whom one may name at an object, with what to type: by name, address or pinyin.

    Who may not see the object is left out: it would not reach them.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    get_watched(kind, pk, for_user=for_user)
    sought = text.strip().lower()
    people = list(list_people())
    handles = handles_of(people)
    matching = [each for each in people if each != for_user and _is_called(each, sought)]
    found = []
    for each in matching[:LOOKED_AT]:
        if may_see(each, kind=get_kind(kind), pk=pk):
            found.append((each, handles[each.pk]))
        if len(found) == OFFERED:
            break
    return found


def _is_called(person: User, sought: str) -> bool:
    name = person.name.lower()
    spoken = [*initials_of(name), *spellings_of(name)]
    begins = [*name.split(), name.replace(" ", ""), person.email.lower(), *spoken]
    return sought in name or any(each.startswith(sought) for each in begins)


def may_see(person: User, *, kind: ObjectKind, pk: int) -> bool:
    """Say whether somebody may see an object."""
    return bool(kind.visible_ids({pk}, for_user=person))


def hint_of(kind: str) -> str:
    """Say who reads what is said at objects of a kind."""
    return str(get_kind(kind).talk_hint)


def find_said(pk: int) -> Comment | None:
    """Find a comment for what happens by itself."""
    return Comment.objects.select_related("written_by").filter(pk=pk).first()
