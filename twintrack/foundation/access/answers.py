"""Turns refusals that no view caught into pages: 403, 404, or the reason."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from twintrack.foundation.access.refusals import NotAllowed, NotThere


class RefusalMiddleware:
    """Answer with the designed page for what a person may not see or do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        from django.views.defaults import page_not_found, permission_denied

        if isinstance(error, NotThere):
            return page_not_found(request, Http404(), template_name="404.html")
        if isinstance(error, NotAllowed):
            reason = PermissionDenied(str(error.message))
            return permission_denied(request, reason, template_name="403.html")
        return None
