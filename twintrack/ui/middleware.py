"""The content security policy of every page, and what is said of addresses that are none."""

import secrets
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve


class ContentSecurityMiddleware:
    """Allow only our own files, and inline scripts that carry this response's nonce."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(12)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.setdefault(
            "Content-Security-Policy",
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            "connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; "
            "form-action 'self'",
        )
        return response


class WrongMethodMiddleware:
    """Answer whoever opens an address that only takes forms with a page and a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_bare = isinstance(response, HttpResponseNotAllowed) and not response.content
        if not is_bare or request.method != "GET" or request.headers.get("HX-Request") == "true":
            return response
        return wrong_method(request, allowed=response["Allow"])


class ZeroByteMiddleware:
    """Refuse addresses with zero bytes in them: PostgreSQL can neither keep nor look for any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)


def wrong_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Say that the address only takes what a form sends, and lead to the page it belongs to."""
    page = render(request, "405.html", {"above": page_above(request.path)}, status=405)
    page["Allow"] = allowed
    return page


def page_above(path: str, *, deepest: int = 99) -> str:
    """Give the nearest known address above, of at most so many parts, or nothing."""
    parts = path.strip("/").split("/")
    for count in range(min(len(parts) - 1, deepest), 0, -1):
        above = f"/{'/'.join(parts[:count])}/"
        with suppress(Resolver404):
            resolve(above)
            return above
    return ""
