"""Addresses of activity feeds."""

from django.urls import path

from twintrack.foundation.activity import views

urlpatterns = [
    path("activity/<slug:code>/<int:pk>/", views.activity_feed, name="activity-feed"),
    path("activity/<slug:code>/<int:pk>/stream/", views.activity_stream, name="activity-stream"),
    path("objects/<slug:code>/<int:pk>/", views.object_place, name="object-place"),
]
