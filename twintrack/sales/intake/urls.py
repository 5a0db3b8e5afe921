"""Addresses of imports and of what waits for a decision."""

from django.urls import path

from twintrack.sales.intake import views

RUN = "feedback/import/<str:number>/"

urlpatterns = [
    path("feedback/import/", views.import_list, name="import-list"),
    path("feedback/import/new/", views.import_new, name="import-new"),
    path(RUN, views.import_detail, name="import-detail"),
    path(f"{RUN}columns/", views.import_columns, name="import-columns"),
    path(f"{RUN}start/", views.import_start, name="import-start"),
    path(f"{RUN}stop/", views.import_stop, name="import-stop"),
    path(f"{RUN}undo/", views.import_undo, name="import-undo"),
    path(f"{RUN}problems/", views.import_problems, name="import-problems"),
    path("feedback/held/", views.held_list, name="held-list"),
    path("feedback/held/<int:pk>/", views.held_release, name="held-release"),
    path("feedback/held/<int:pk>/dismissal/", views.held_dismissal, name="held-dismissal"),
]
