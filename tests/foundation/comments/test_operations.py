"""What is said about an object, who may change it, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, NotThere, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.comments import operations, queries
from twintrack.foundation.comments.erasing import erase_deleted
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.notices import render_notice
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import search
from twintrack.foundation.watchers import operations as watchers
from twintrack.foundation.watchers.queries import list_people_watching
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def say(text: str, *, by: User, about: Requirement | None = None) -> Comment:
    return operations.write(about=about or make_requirement(), text=text, by=by, at=AT)


def told(person: User) -> list[str]:
    found = Notification.objects.filter(recipient=person).order_by("pk")
    return [each.told_by for each in found]


def test_the_words_stand_in_their_row_and_never_in_the_ledger() -> None:
    zhao, lin = make_user(Role.SALESPERSON, name="Zhao"), make_user(Role.PRODUCT_MANAGER)
    comment = say("A secret for @Zhao \r\nonly", by=lin)

    entry = Entry.objects.get()
    assert entry.kind == "comment.written"
    assert entry.subject == f"requirement:{comment.about_id}"
    assert entry.payload == {"comment_id": comment.pk, "mentioned_ids": [zhao.pk]}
    assert comment.text == f"A secret for @{{{zhao.pk}}} \nonly"
    assert queries.typed(comment) == "A secret for @Zhao \nonly"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_comment_has_words(text: str) -> None:
    with pytest.raises(operations.CommentEmpty):
        say(text, by=make_user(Role.ENGINEER))
    with pytest.raises(operations.CommentTooLong):
        say("x" * 10_001, by=make_user(Role.ENGINEER))
    assert not Comment.objects.exists()


def test_who_may_not_work_here_says_nothing() -> None:
    with pytest.raises(NotAllowed):
        say("hello", by=make_user())


def test_who_is_named_is_told_once_also_when_the_comment_is_edited() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    zhao, chen = make_user(Role.SALESPERSON, name="Zhao"), make_user(Role.RND_LEAD, name="Chen")
    comment = say("@Zhao @Zhao look", by=lin)
    drain()
    for text in ("look", "@Zhao look again", "@Zhao and @Chen look"):
        before = queries.typed(Comment.objects.get())
        operations.edit(comment=comment, before=before, text=text, by=lin, at=AT)
        drain()

    assert told(zhao) == ["comments/mentioned"]
    assert told(chen) == ["comments/mentioned"]
    assert told(lin) == []
    assert "and @Chen look" in Notification.objects.get(recipient=zhao).details["text"]


def test_who_may_not_see_the_object_is_not_told_and_does_not_watch_it() -> None:
    inside, outside = make_user(Role.ENGINEER), make_user(Role.ENGINEER, name="Outside")
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    requirement = make_requirement(product=product, owner=inside)

    say("@Outside cannot see this", by=inside, about=requirement)
    drain()

    assert told(outside) == []
    assert outside not in list_people_watching(requirement)
    with pytest.raises(NotThere):
        queries.get_comment(Comment.objects.get().pk, for_user=outside)
    with pytest.raises(NotThere):
        queries.list_comments(kind="requirement", pk=requirement.pk, for_user=outside)
    people = queries.list_mentionable(
        kind="requirement", pk=requirement.pk, text="out", for_user=inside
    )
    assert people == []


def test_who_looks_after_it_or_talked_there_is_told_of_the_next_word() -> None:
    owner, recorder = make_user(Role.SALESPERSON), make_user(Role.CSM)
    feedback = make_feedback(owner=owner, recorded_by=recorder)
    lin, chen = make_user(Role.PRODUCT_MANAGER), make_user(Role.RND_LEAD)

    operations.write(about=feedback, text="One", by=lin, at=AT)
    operations.write(about=feedback, text="Two", by=chen, at=AT + timedelta(minutes=1))
    drain()

    assert told(owner) == told(recorder) == ["comments/said"] * 2
    assert told(lin) == ["comments/said"]
    assert told(chen) == []


def test_who_stopped_to_watch_is_told_only_where_they_are_named() -> None:
    requirement, lin = make_requirement(), make_user(Role.PRODUCT_MANAGER)
    zhao = make_user(Role.SALESPERSON, name="Zhao")
    say("I was here", by=zhao, about=requirement)
    watchers.unwatch(about=requirement, by=zhao, at=AT)

    say("Nothing for you", by=lin, about=requirement)
    say("@Zhao but this", by=lin, about=requirement)
    say("Nor this", by=lin, about=requirement)
    say("I was here again", by=zhao, about=requirement)
    drain()

    assert told(zhao) == ["comments/mentioned"]
    assert zhao not in list_people_watching(requirement)


def test_only_its_author_corrects_a_comment_and_never_unseen() -> None:
    lin, chen = make_user(Role.PRODUCT_MANAGER), make_user(Role.ADMIN)
    comment = say("One", by=lin)
    operations.edit(comment=comment, before="One", text="Two", by=lin, at=AT)
    with pytest.raises(StaleEdit) as stale:
        operations.edit(comment=comment, before="One", text="Three", by=lin, at=AT)
    with pytest.raises(NotAllowed):
        operations.edit(comment=comment, before="Two", text="Three", by=chen, at=AT)

    comment.refresh_from_db()
    assert stale.value.current == "Two"
    assert (comment.text, comment.edited_at) == ("Two", AT)
    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "comment.written",
        "comment.edited",
    ]


def test_a_deleted_comment_ends_after_an_hour_and_comes_back_until_then() -> None:
    lin, chen, admin = (
        make_user(Role.PRODUCT_MANAGER),
        make_user(Role.RND_LEAD),
        make_user(Role.ADMIN),
    )
    comment = say("Gone soon", by=lin)
    with pytest.raises(NotAllowed):
        operations.delete(comment=comment, by=chen, at=AT)
    operations.delete(comment=comment, by=admin, at=AT)
    with pytest.raises(operations.CommentGone):
        operations.edit(comment=comment, before="Gone soon", text="x", by=lin, at=AT)
    erase_deleted(AT + timedelta(minutes=59))
    operations.restore(comment=comment, by=lin, at=AT)
    comment.refresh_from_db()
    assert (comment.text, comment.deleted_at) == ("Gone soon", None)

    operations.delete(comment=comment, by=lin, at=AT)
    erase_deleted(AT + timedelta(minutes=61))

    comment.refresh_from_db()
    assert comment.text == ""
    with pytest.raises(operations.CommentGone):
        operations.restore(comment=comment, by=lin, at=AT)
    told_of = [each.payload for each in Entry.objects.filter(kind="comment.deleted")]
    assert "Gone soon" not in str(told_of)


def test_the_words_of_a_deleted_comment_stand_in_nobodys_inbox() -> None:
    lin, zhao = make_user(Role.PRODUCT_MANAGER), make_user(Role.SALESPERSON, name="Zhao")
    comment = say("@Zhao a secret", by=lin)
    drain()
    told_of = Notification.objects.get(recipient=zhao)
    assert "a secret" in render_notice(told_of).html

    operations.delete(comment=comment, by=lin, at=AT)
    drain()
    told_of.refresh_from_db()
    assert "a secret" not in render_notice(told_of).html + str(told_of.details)

    operations.restore(comment=comment, by=lin, at=AT)
    drain()
    told_of.refresh_from_db()
    assert "a secret" in render_notice(told_of).html


def test_what_was_said_is_found_until_it_is_deleted() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    requirement = make_requirement(title="Other words")
    comment = say("前馈补偿 feedforward", by=lin, about=requirement)
    drain()
    for words in ("feedforward", "前馈"):
        assert [hit.pk for hit in search(words, for_user=lin)] == [requirement.pk]

    operations.delete(comment=comment, by=lin, at=AT)
    drain()

    assert search("feedforward", for_user=lin) == []


def test_people_are_offered_by_name_pinyin_and_address() -> None:
    lin = make_user(Role.PRODUCT_MANAGER, name="林晓彤")
    zhao = make_user(Role.SALESPERSON, name="赵一帆", email="yifan@example.com")
    make_user(Role.SALESPERSON, name="Bob", is_active=False)
    pk = make_requirement().pk

    def offered(text: str) -> list[str]:
        found = queries.list_mentionable(kind="requirement", pk=pk, text=text, for_user=lin)
        return [handle for _person, handle in found]

    for text in ("赵", "一帆", "zyf", "zhaoyi", "YIFAN"):
        assert offered(text) == [zhao.name], text
    assert offered("bob") == []
    assert lin.name not in offered("")
