"""Reading a file."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.http import require_GET

from twintrack.foundation.files import queries
from twintrack.foundation.people.http import Request


@login_required
@require_GET
def attachment(request: Request, pk: int) -> FileResponse:
    found = queries.get_attachment(pk, for_user=request.user)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=not found.is_picture,
        filename=found.name,
        content_type=found.content_type if found.is_picture else "application/octet-stream",
    )
    # Whatever a file claims to be, a browser must neither guess nor run it.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
