"""Addresses of visits."""

from django.urls import path

from twintrack.sales.visits.views import acts, detail, lists, panels, settings, week

ONE = "visits/<str:number>/"

urlpatterns = [
    path("visits/", week.visit_week, name="visit-week"),
    path("visits/move/", acts.card_move, name="visit-place"),
    path("visits/undo/", acts.visit_undo, name="visit-undo"),
    path("visits/list/", lists.visit_list, name="visit-list"),
    path("visits/new/", detail.visit_new, name="visit-new"),
    path("visits/new/parts/", detail.visit_parts, name="visit-parts"),
    path("visits/setup/", settings.visit_settings, name="visit-settings"),
    path("visits/setup/templates/new/", settings.template_new, name="visit-template-new"),
    path("visits/setup/templates/<int:pk>/", settings.template_edit, name="visit-template-edit"),
    path("visits/setup/target/", settings.target_new, name="visit-target-new"),
    path(ONE, detail.visit_detail, name="visit-detail"),
    path(f"{ONE}edit/", detail.visit_edit, name="visit-edit"),
    path(f"{ONE}time/", acts.visit_move, name="visit-move"),
    path(f"{ONE}check-in/", acts.visit_check_in, name="visit-check-in"),
    path(f"{ONE}note/", acts.visit_note, name="visit-note"),
    path(f"{ONE}cancellation/", acts.visit_cancel, name="visit-cancel"),
    path("customers/<str:number>/visits/", panels.customer_visits, name="customer-visits"),
    path(
        "opportunities/<str:number>/visits/",
        panels.opportunity_visits,
        name="opportunity-visits",
    ),
]
