"""The comments app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "twintrack.foundation.comments"
    label = "comments"

    def ready(self) -> None:
        from twintrack.foundation.activity.telling import draw_by, leave_out
        from twintrack.foundation.comments import events, reactions  # noqa: F401
        from twintrack.foundation.comments.cards import draw_cards
        from twintrack.foundation.comments.erasing import erase_deleted
        from twintrack.foundation.comments.queries import words_about
        from twintrack.foundation.notifications.reasons import register_reason
        from twintrack.foundation.schedules.registry import Job, register
        from twintrack.foundation.search.operations import register_words

        draw_by(draw_cards, events.CommentWritten.kind, events.CommentDeleted.kind)
        leave_out(events.CommentEdited.kind, events.CommentRestored.kind)
        register_reason("comments/mentioned", _("You were mentioned"))
        register_words(words_about)
        register(
            Job(
                name="deleted_comments",
                label=_("Erase the words of deleted comments"),
                run=erase_deleted,
                every=timedelta(minutes=30),
            )
        )
