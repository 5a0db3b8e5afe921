"""The demo's door: be anybody of the made-up company with one press."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from twintrack.demo.door import check_open, list_seats


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    check_open()
    return render(request, "demo/people.html", {"seats": list_seats()})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    check_open()
    wanted = request.POST.get("person", "")
    seat = next((each for each in list_seats() if each.person.key == wanted), None)
    if seat is None:
        raise Http404
    login(request, seat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("today")


@require_GET
def start_empty(request: HttpRequest) -> HttpResponse:
    """Say how to leave the made-up company behind."""
    check_open()
    return render(request, "demo/empty.html")
