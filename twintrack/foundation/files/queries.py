"""Which files belong to an object, as far as a person may see it."""

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.objects.kinds import get_kind
from twintrack.foundation.people.models import User


def list_attachments(*, kind: str, pk: int) -> QuerySet[Attachment]:
    """List the files of an object that the reader has been shown, the oldest first."""
    files = Attachment.objects.filter(about_kind=kind, about_id=pk)
    return files.select_related("added_by").order_by("pk")


def get_attachment(pk: int, *, for_user: User) -> Attachment:
    """
    Find a file.

    :raises NotThere: if there is none, or the person may not see what it belongs to.
    """
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    if not get_kind(found.about_kind).visible_ids({found.about_id}, for_user=for_user):
        raise NotThere
    return found
