"""Addresses of projects and milestones."""

from django.urls import path

from twintrack.hub.projects import views

urlpatterns = [
    path("projects/", views.project_list, name="project-list"),
    path("projects/new/", views.project_new, name="project-new"),
    path("projects/<str:number>/", views.project_detail, name="project-detail"),
    path("projects/<str:number>/milestones/", views.project_milestones, name="project-milestones"),
    path("milestones/", views.milestone_list, name="milestone-list"),
    path("milestones/<str:number>/", views.milestone_detail, name="milestone-detail"),
    path("milestones/<str:number>/reached/", views.milestone_reached, name="milestone-reached"),
    path("milestones/<str:number>/reopening/", views.milestone_reopen, name="milestone-reopen"),
    path("milestones/<str:number>/forecast/", views.milestone_forecast, name="milestone-forecast"),
]
