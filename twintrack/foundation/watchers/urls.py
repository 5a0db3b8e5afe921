"""Addresses of watching."""

from django.urls import path

from twintrack.foundation.watchers import views

urlpatterns = [
    path("watch/<slug:code>/<int:pk>/", views.watch_button, name="watch"),
]
