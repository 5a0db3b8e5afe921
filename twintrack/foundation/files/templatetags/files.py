"""`{% attachments "feedback" feedback.pk %}` lists an object's files."""

from typing import Any

from django import template

from twintrack.foundation.files.queries import list_attachments

register = template.Library()


@register.inclusion_tag("files/_attachments.html")
def attachments(kind: str, pk: int) -> dict[str, Any]:
    """List the files of an object that the page has shown."""
    return {"files": list_attachments(kind=kind, pk=pk)}
