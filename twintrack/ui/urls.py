"""Addresses of the look."""

from django.urls import path

from twintrack.ui import views

urlpatterns = [
    path("ui/", views.components, name="ui-components"),
    path("places/<slug:code>/count/", views.place_count, name="place-count"),
]
