"""The request as our pages see it: signed in, with htmx."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from twintrack.foundation.people.models import User


class Request(HttpRequest):
    user: User
    htmx: HtmxDetails
    csp_nonce: str
