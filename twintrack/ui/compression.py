"""
Pages compressed as far as it is worth.

Django's own level makes a board of 260 kB a seventh smaller and takes more than twice the time,
which is a quarter of what the whole board takes.
"""

import gzip
import re
import secrets

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

LEVEL = 3
ACCEPTED = re.compile(r"\bgzip\b")
# Shorter ones fit into one packet anyway.
WORTH_BYTES = 200
FIXED_HEAD = 10


class SwiftGZipMiddleware(GZipMiddleware):
    """Django's, at another level for what is neither streamed nor compared by a tag."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or response.has_header("ETag"):
            return super().process_response(request, response)
        if len(response.content) < WORTH_BYTES or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if ACCEPTED.search(request.headers.get("Accept-Encoding", "")):
            packed = _packed(response.content, self.max_random_bytes)
            if len(packed) < len(response.content):
                response.content = packed
                response.headers["Content-Length"] = str(len(packed))
                response.headers["Content-Encoding"] = "gzip"
        return response


def _packed(content: bytes, max_random_bytes: int) -> bytes:
    """Compress; a name of chance length hides how well secrets were guessed (BREACH)."""
    packed = bytearray(gzip.compress(content, compresslevel=LEVEL, mtime=0))
    packed[3] = gzip.FNAME
    packed[FIXED_HEAD:FIXED_HEAD] = b"a" * secrets.randbelow(max_random_bytes) + b"\0"
    return bytes(packed)
