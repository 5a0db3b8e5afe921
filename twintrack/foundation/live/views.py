"""What answers for the live stream where the server cannot hold one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request


@login_required
@require_GET
def no_stream(request: Request) -> HttpResponse:
    """Tell the browser to stop asking: `config.asgi` serves the stream, a WSGI server cannot."""
    return HttpResponse(status=204)
