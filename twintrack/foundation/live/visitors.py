"""Who listens to the live stream: the person behind the session cookie."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest


def user_id_of(cookies: str) -> int | None:
    """Find the signed-in person of a `Cookie` header; nobody if the session has ended."""
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return None
    key = jar.get(settings.SESSION_COOKIE_NAME)
    if key is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key.value)
    user = get_user(request)
    return user.pk if user.is_authenticated and user.is_active else None
