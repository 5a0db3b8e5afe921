"""The address of the live stream."""

from django.urls import path

from twintrack.foundation.live import views

urlpatterns = [path("live", views.no_stream, name="live")]
