"""Ends the words of deleted comments."""

from datetime import datetime, timedelta

from twintrack.foundation.comments.models import Comment

# So long a deletion can be undone.
KEPT_FOR = timedelta(hours=1)


def erase_deleted(at: datetime) -> None:
    """Erase for good what was said in comments that were deleted a while ago."""
    gone = Comment.objects.filter(deleted_at__lt=at - KEPT_FOR).exclude(text="")
    gone.update(text="")
