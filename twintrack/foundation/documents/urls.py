"""The address of the head of papers."""

from django.urls import path

from twintrack.foundation.documents import views

urlpatterns = [path("settings/letterhead/", views.letterhead, name="letterhead")]
