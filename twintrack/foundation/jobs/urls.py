"""Addresses of the operations page."""

from django.urls import path

from twintrack.foundation.jobs import views

urlpatterns = [
    path("operations/", views.operations_page, name="operations"),
    path("operations/parked/replay/", views.replay_all, name="parked-replay-all"),
    path("operations/parked/<int:pk>/replay/", views.replay, name="parked-replay"),
    path("operations/parked/<int:pk>/dismiss/", views.dismiss, name="parked-dismiss"),
    path("operations/subscribers/retry/", views.retry, name="subscriber-retry"),
    path("operations/schedules/<int:pk>/run/", views.hurry, name="schedule-run"),
]
