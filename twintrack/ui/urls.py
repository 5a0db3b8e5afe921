"""Addresses of the look."""

from django.urls import path

from twintrack.ui import views

urlpatterns = [path("ui/", views.components, name="ui-components")]
