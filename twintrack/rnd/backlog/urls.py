"""Addresses of the requirement pool."""

from django.urls import path

from twintrack.rnd.backlog.views import detail, lists, proposals

urlpatterns = [
    path("requirements/", lists.requirement_list, name="requirement-list"),
    path("requirements/new/", proposals.requirement_new, name="requirement-new"),
    path("requirements/<str:number>/", detail.requirement_detail, name="requirement-detail"),
    path(
        "requirements/<str:number>/decision/",
        detail.requirement_decision,
        name="requirement-decision",
    ),
    path("requirements/<str:number>/score/", detail.requirement_score, name="requirement-score"),
    path("requirements/<str:number>/state/", detail.requirement_state, name="requirement-state"),
    path(
        "requirements/<str:number>/milestone/",
        detail.requirement_milestone,
        name="requirement-milestone",
    ),
    path("requirements/<str:number>/date/", detail.requirement_date, name="requirement-date"),
]
