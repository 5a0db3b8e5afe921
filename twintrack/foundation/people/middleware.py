"""Each person's language and time zone."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

LANGUAGE_COOKIE = "twintrack_language"


def language_of(request: HttpRequest) -> str:
    """Choose the signed-in person's language, else the one chosen here, else the browser's."""
    if request.user.is_authenticated:
        return request.user.language
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    if request.headers.get("Accept-Language"):
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE


class PreferencesMiddleware:
    """Answer in the person's language, with times of the person's place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        zone = settings.TIME_ZONE
        if request.user.is_authenticated:
            zone = request.user.time_zone
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
