"""The addresses of every page: each app brings its own."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from twintrack.foundation.api.server import api

APPS = (
    "ui",
    "foundation.access",
    "foundation.api",
    "foundation.activity",
    "foundation.notifications",
    "foundation.live",
    "foundation.search",
    "foundation.jobs",
    "foundation.files",
    "foundation.watchers",
    "foundation.comments",
    "foundation.labels",
    "foundation.money",
    "foundation.documents",
    "foundation.saved_views",
    "hub.products",
    "hub.projects",
    "hub.risks",
    "hub.scheduling",
    "rnd.iterations",
    "rnd.releases",
    "rnd.backlog",
    "rnd.reviewing",
    "rnd.baselines",
    "rnd.work",
    "rnd.sprints",
    "rnd.engineering",
    "rnd.quality",
    "rnd.tracing",
    "rnd.insight",
    "sales.customers",
    "sales.pipeline",
    "sales.pricing",
    "sales.quotes",
    "sales.leads",
    "sales.rosters",
    "sales.private_notes",
    "sales.segments",
    "sales.intake",
    "sales.feedback",
    "sales.visits",
    "sales.sla",
    "sales.complaints",
    "sales.contracts",
    "sales.collections",
    "sales.delivery_costs",
    "sales.deliveries",
    "sales.forecast",
    "sales.kpis",
    "helix.handoffs",
    "helix.needs",
    "helix.communication",
    "helix.desk",
    "helix.chain",
    "demo",
)

for app in APPS:
    if find_spec(f"twintrack.{app}.api"):
        api.add_router("", import_module(f"twintrack.{app}.api").router)

urlpatterns = [
    *(
        path("", include(f"twintrack.{app}.urls"))
        for app in APPS
        if find_spec(f"twintrack.{app}.urls")
    ),
]
urlpatterns.append(path("api/v1/", api.urls))
handler400 = "twintrack.ui.views.bad_request"
handler403 = "twintrack.ui.views.forbidden"
handler404 = "twintrack.ui.views.not_found"
handler500 = "twintrack.ui.views.server_error"
