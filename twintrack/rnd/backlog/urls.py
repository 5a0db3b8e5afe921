"""Addresses of the requirement pool."""

from django.urls import path

from twintrack.rnd.backlog import views

urlpatterns = [
    path("requirements/", views.requirement_list, name="requirement-list"),
    path("requirements/new/", views.requirement_new, name="requirement-new"),
    path("requirements/<str:number>/", views.requirement_detail, name="requirement-detail"),
    path(
        "requirements/<str:number>/decision/",
        views.requirement_decision,
        name="requirement-decision",
    ),
    path("requirements/<str:number>/score/", views.requirement_score, name="requirement-score"),
    path("requirements/<str:number>/state/", views.requirement_state, name="requirement-state"),
    path(
        "requirements/<str:number>/milestone/",
        views.requirement_milestone,
        name="requirement-milestone",
    ),
    path("requirements/<str:number>/date/", views.requirement_date, name="requirement-date"),
]
