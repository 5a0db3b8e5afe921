"""The address of the command palette."""

from django.urls import path

from twintrack.foundation.search import views

urlpatterns = [path("palette/", views.palette, name="palette")]
