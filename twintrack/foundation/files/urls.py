"""Addresses of files."""

from django.urls import path

from twintrack.foundation.files import views

urlpatterns = [path("files/<int:pk>/", views.attachment, name="attachment")]
