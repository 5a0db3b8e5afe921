"""Addresses of accounts."""

from django.urls import include, path

from twintrack.foundation.access import views

urlpatterns = [
    path("first-run/", views.founding, name="first-run"),
    path("preferences/", views.preferences, name="preferences"),
    path("account/", include("allauth.account.urls")),
]
