"""The page of the API reference."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from twintrack.foundation.api.reference import groups_of
from twintrack.foundation.api.server import api
from twintrack.foundation.people.http import Request


@login_required
@require_GET
def reference(request: Request) -> HttpResponse:
    base_url = f"{request.scheme}://{request.get_host()}"
    groups = groups_of(api.get_openapi_schema(), base_url=base_url)
    return render(request, "api/reference.html", {"groups": groups, "base_url": base_url})
