"""The first page: what needs me, what is ahead, what happens between the tracks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.helix.desk import measures
from twintrack.helix.desk.between import list_crossings
from twintrack.helix.desk.drawing import draw
from twintrack.helix.desk.keeping import keep, keep_words
from twintrack.helix.desk.onboarding import FirstHour, first_hour
from twintrack.helix.desk.schedule import Schedule, schedule_for
from twintrack.ui.cards import SHOWN, cards_for
from twintrack.ui.regions import region_asked_for, render_page

PAGE = "desk/today.html"
HIDDEN = "first_hour"
YEAR = int(timedelta(days=365).total_seconds())


@login_required
@require_GET
def today(request: Request) -> HttpResponse:
    region = region_asked_for(request)
    wanted = [REGIONS[region]] if region in REGIONS else list(REGIONS.values())
    shown: dict[str, Any] = {"today": timezone.localdate()}
    for part in wanted:
        shown |= part(request)
    return render_page(request, PAGE, shown, regions=tuple(REGIONS))


def _cards(request: Request) -> dict[str, Any]:
    found = cards_for(request.user, now=timezone.now())
    is_hidden = request.COOKIES.get(HIDDEN) == "hidden"
    return {
        "cards": found[:SHOWN],
        "more_cards": found[SHOWN:],
        "first_hour": None if is_hidden else _first_hour(request.user),
    }


def _first_hour(user: User) -> FirstHour | None:
    return keep_words(
        f"first_hour.{user.pk}",
        lambda: first_hour(user),
        user=user,
        on=timezone.localdate(),
        about=("product", "user", "customer", "feedback", "requirement", "project", "milestone"),
    )


def _strip(request: Request) -> dict[str, Any]:
    today = timezone.localdate()

    def ask() -> tuple[Schedule, str]:
        schedule = schedule_for(request.user, today=today)
        return schedule, draw(schedule)

    about = ("milestone", "project", "requirement", "feedback", "communication_plan", "customer")
    schedule, strip = keep_words("strip", ask, user=request.user, on=today, about=about)
    return {"schedule": schedule, "as_table": request.GET.get("as") == "table", "strip": strip}


def _between(request: Request) -> dict[str, Any]:
    crossings = keep(
        "crossings",
        lambda: list_crossings(for_user=request.user),
        user=request.user,
        on=timezone.localdate(),
        about=(
            "feedback",
            "requirement",
            "communication_plan",
            "product",
            "milestone",
            "customer",
            "user",
        ),
    )
    return {"crossings": crossings}


def _rnd(request: Request) -> dict[str, Any]:
    return {"rnd": measures.rnd_column(request.user, now=timezone.now())}


def _sales(request: Request) -> dict[str, Any]:
    return {
        "sales": measures.sales_column(request.user, now=timezone.now()),
        "may_record": may(request.user, Act.RECORD_FEEDBACK),
    }


# Each part of the page asks for itself when something changed; only that part is computed then.
REGIONS: dict[str, Callable[[Request], dict[str, Any]]] = {
    "cards": _cards,
    "strip": _strip,
    "between": _between,
    "rnd": _rnd,
    "sales": _sales,
}


@login_required
@require_POST
def hide_first_hour(request: Request) -> HttpResponse:
    """Put the check list of the first hour away, on this device."""
    response = redirect("today")
    response.set_cookie(HIDDEN, "hidden", max_age=YEAR, httponly=True, samesite="Lax")
    return response
