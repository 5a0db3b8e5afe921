"""Addresses of iterations."""

from django.urls import path

from twintrack.rnd.iterations.views import cadences, iterations

ITERATION = "iterations/<str:number>/"
TEAM = "iterations/teams/<int:pk>/"

urlpatterns = [
    path("iterations/", iterations.iteration_list, name="iteration-list"),
    path("iterations/new/", iterations.iteration_new, name="iteration-new"),
    path(f"{TEAM}cadence/", cadences.cadence_edit, name="iteration-cadence"),
    path(f"{TEAM}next/", cadences.iteration_next, name="iteration-next"),
    path(ITERATION, iterations.iteration_detail, name="iteration-detail"),
    path(f"{ITERATION}facts/", iterations.iteration_edit, name="iteration-edit"),
    path(f"{ITERATION}start/", iterations.iteration_start, name="iteration-start"),
    path(f"{ITERATION}cancellation/", iterations.iteration_cancel, name="iteration-cancel"),
]
