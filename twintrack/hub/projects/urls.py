"""Addresses of projects and milestones."""

from django.urls import path

from twintrack.hub.projects.views import milestones, projects

PROJECT = "projects/<str:number>/"
MILESTONE = "milestones/<str:number>/"

urlpatterns = [
    path("projects/", projects.project_list, name="project-list"),
    path("projects/new/", projects.project_new, name="project-new"),
    path(PROJECT, projects.project_detail, name="project-detail"),
    path(f"{PROJECT}facts/", projects.project_edit, name="project-edit"),
    path(f"{PROJECT}state/", projects.project_state, name="project-state"),
    path(f"{PROJECT}milestones/", projects.project_milestones, name="project-milestones"),
    path("milestones/", milestones.milestone_list, name="milestone-list"),
    path("milestones/new/", milestones.milestone_new, name="milestone-new"),
    path(MILESTONE, milestones.milestone_detail, name="milestone-detail"),
    path(f"{MILESTONE}facts/", milestones.milestone_edit, name="milestone-edit"),
    path(f"{MILESTONE}reached/", milestones.milestone_reached, name="milestone-reached"),
    path(f"{MILESTONE}reopening/", milestones.milestone_reopen, name="milestone-reopen"),
    path(f"{MILESTONE}forecast/", milestones.milestone_forecast, name="milestone-forecast"),
]
