"""What the demo adds to the shell: its people at the sign-in, and a line that it is made up."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from twintrack.demo.people import PEOPLE, Person, address_of
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.people.models import User


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A person of the made-up company, as the sign-in page shows them."""

    user: User
    person: Person

    @property
    def looks_at(self) -> str:
        return self.person.looks_at[not (get_language() or "").startswith("zh")]


def check_open() -> None:
    """
    Make sure that this installation is a demo.

    :raises Http404: if it is not: a real company has no such door.
    """
    if not settings.TWINTRACK["demo"]:
        raise Http404


def list_seats() -> list[Seat]:
    """List the people one can be, in the order of the story."""
    found = {user.email: user for user in list_people().prefetch_related("role_grants")}
    return [
        Seat(user=found[address_of(person)], person=person)
        for person in PEOPLE
        if address_of(person) in found
    ]


def show_people(request: HttpRequest) -> SafeString:
    """Offer the people of the company below the sign-in form."""
    if not settings.TWINTRACK["demo"]:
        return SafeString("")
    shown = {"seats": list_seats()}
    return SafeString(render_to_string("demo/_people.html", shown, request=request))


def show_banner(request: HttpRequest) -> SafeString:
    """Say on every page that nothing here is real."""
    if not settings.TWINTRACK["demo"]:
        return SafeString("")
    return SafeString(render_to_string("demo/_banner.html", {}, request=request))
