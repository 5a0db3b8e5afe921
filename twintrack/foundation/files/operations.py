"""Keep files with the objects they belong to."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.events import AttachmentAdded
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model

NAME_LENGTH = 120


class FileTooLarge(Refusal):
    """The file is larger than this installation allows."""

    message = _("This file is too large to be kept here.")
    status = 413


class FileEmpty(Refusal):
    """The file holds nothing."""

    message = _("This file is empty.")
    status = 422


@transaction.atomic
def attach(
    *,
    uploaded: UploadedFile,
    about: Model,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Attachment:
    """
    Put a file to an object that the person was shown.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if it is larger than `TWINTRACK_MAX_UPLOAD_BYTES`.
    :raises FileEmpty: if it holds nothing.
    """
    check_may(by, Act.USE)
    size = uploaded.size or 0
    if size > int(str(settings.TWINTRACK["max_upload_bytes"])):
        raise FileTooLarge
    if not size:
        raise FileEmpty
    attachment = Attachment(
        about_kind=kind_of(about).code,
        about_id=about.pk,
        name=clean_name(uploaded.name or ""),
        size=size,
        content_type=(uploaded.content_type or "application/octet-stream")[:100],
        file=uploaded,
        added_by=by,
        added_at=at,
    )
    attachment.save()
    try:
        record(
            AttachmentAdded(attachment_id=attachment.pk, name=attachment.name, size=size),
            about=about,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    except BaseException:
        # The rows go back with the transaction; the file would stay.
        attachment.file.delete(save=False)
        raise
    return attachment


def clean_name(name: str) -> str:
    """Keep of a file's name what can be shown: no folders, no control characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) <= NAME_LENGTH:
        return shown or "file"
    return f"{stem[: NAME_LENGTH - 12]}{dot}{ending[:10]}"
