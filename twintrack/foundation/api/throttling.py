"""How many requests a minute each caller may send."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

WINDOW = 60


class PerCaller(BaseThrottle):
    """Count each token's requests in windows of a minute."""

    def allow_request(self, request: HttpRequest) -> bool:
        ident = request.auth.ident  # type: ignore[attr-defined]
        key = f"api:{ident}:{int(time.time() // WINDOW)}"
        cache.add(key, 0, WINDOW * 2)
        return cache.incr(key) <= int(str(settings.TWINTRACK["api_requests_a_minute"]))

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW
