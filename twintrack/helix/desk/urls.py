"""The address of the first page."""

from django.urls import path

from twintrack.helix.desk import views

urlpatterns = [
    path("", views.today, name="today"),
    path("today/first-hour/", views.hide_first_hour, name="today-first-hour"),
]
