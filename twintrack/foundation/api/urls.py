"""The address of the API reference; the endpoints are mounted by `config.urls`."""

from django.urls import path

from twintrack.foundation.api import views

urlpatterns = [path("api/v1/docs", views.reference, name="api-docs")]
