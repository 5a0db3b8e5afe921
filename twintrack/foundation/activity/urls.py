"""Addresses of activity feeds."""

from django.urls import path

from twintrack.foundation.activity import views

urlpatterns = [
    path("activity/<slug:code>/<int:pk>/", views.activity_feed, name="activity-feed"),
]
