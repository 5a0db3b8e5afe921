"""Sends the first visitor of a new installation to the first run."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from twintrack.foundation.access.queries import is_founded


class FirstRunMiddleware:
    """Lead to the first run while nobody has an account; asks the database only until then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_founded = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        open_paths = (reverse("first-run"), reverse("preferences"), "/static/", "/api/")
        if not self.is_founded and not request.path.startswith(open_paths):
            self.is_founded = is_founded()
            if not self.is_founded:
                return redirect("first-run")
        return self.get_response(request)
