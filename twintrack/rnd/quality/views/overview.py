"""How good products are: all at a glance, and one with its weeks, modules and tests."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.http import Request
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import get_product
from twintrack.rnd.quality import pictures
from twintrack.rnd.quality.queries import overview as overviews
from twintrack.rnd.quality.queries import tests as tests_of
from twintrack.rnd.quality.queries.builds import BuildFilter, list_builds, may_see_tests
from twintrack.rnd.quality.queries.tests import TestFilter
from twintrack.ui.filters import Tab
from twintrack.ui.regions import render_page

SHOWN = 6
RANKED_WEEKS = 4
PARTS = (
    ("quality", gettext_lazy("Products")),
    ("build-list", gettext_lazy("Builds")),
    ("test-list", gettext_lazy("Tests")),
)


def tabs_of(here: str, *, user: Any) -> list[Tab]:
    """Give the parts of quality, as far as a person may see them."""
    parts = PARTS if may_see_tests(user) else PARTS[:1]
    if len(parts) == 1:
        return []
    return [Tab(label=label, url=reverse(name), is_on=name == here) for name, label in parts]


@login_required
@require_GET
def quality(request: Request) -> HttpResponse:
    """Show how each product stands."""
    check_may(request.user, Act.USE)
    now = timezone.now()
    products = overviews.list_tested_products(for_user=request.user)
    rates = overviews.rates_by_product(products, now=now)
    rows = [
        (each, rates.get(each.product.pk, [])) for each in overviews.overviews_of(products, now=now)
    ]
    shown = {
        "rows": rows,
        "broken": [each for each, _rates in rows if each.broken],
        "red": [each for each, _rates in rows if each.red],
        "tabs": tabs_of("quality", user=request.user),
        "may_see_tests": may_see_tests(request.user),
    }
    return render_page(request, "quality/quality.html", shown, regions=("rows",))


@login_required
@require_GET
def quality_product(request: Request, code: str) -> HttpResponse:
    """Show how a product stands; its tests and builds only to those who work with them."""
    check_may(request.user, Act.USE)
    product = get_product(code, for_user=request.user)
    shown: dict[str, Any] = {
        "product": product,
        "overview": overviews.overview_of(product, now=timezone.now()),
        "may_see_tests": may_see_tests(request.user),
        "may_set_gates": may(request.user, Act.SET_QUALITY_GATES),
    }
    if shown["may_see_tests"]:
        shown |= _details(request, product, shown["overview"])
    return render_page(
        request, "quality/product.html", shown, regions=("now", "weeks", "gates", "tests")
    )


def _details(request: Request, product: Product, stands: overviews.Overview) -> dict[str, Any]:
    now = timezone.now()
    weeks = overviews.list_weeks(product, now=now)
    wanted = TestFilter(product=product)
    failing = tests_of.list_failing(for_user=request.user, wanted=wanted)
    flaky = tests_of.list_flaky(for_user=request.user, now=now, wanted=wanted)
    muted = tests_of.list_muted(for_user=request.user, wanted=wanted)
    gate = stands.whole.gate
    since = overviews.first_monday(now, RANKED_WEEKS)
    slowest, worst = standing(
        f"quality.ranked.{product.pk}.{since}",
        lambda: (
            tests_of.list_slowest(product, since=since),
            tests_of.list_most_failing(product, since=since),
        ),
        about=("build", "test", "repository"),
    )
    return {
        "weeks": weeks,
        "rates": [w.standing.pass_rate for w in weeks if w.standing.pass_rate is not None],
        "changes": [
            w.standing.changed_coverage for w in weeks if w.standing.changed_coverage is not None
        ],
        "durations": [week.seconds for week in weeks if week.seconds is not None],
        "charts": [
            pictures.pass_rate_chart(weeks, gate),
            pictures.coverage_chart(weeks, gate),
        ],
        "duration": pictures.duration_chart(weeks),
        "ranks": [pictures.slowest_chart(slowest), pictures.most_failing_chart(worst)],
        "failing": failing[:SHOWN],
        "failing_count": failing.count(),
        "flaky": flaky[:SHOWN],
        "flaky_count": flaky.count(),
        "muted_count": muted.count(),
        "newest": list_builds(
            for_user=request.user, wanted=BuildFilter(product=product, only_main=True)
        )[:SHOWN],
    }
