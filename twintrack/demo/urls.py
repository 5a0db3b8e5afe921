"""Addresses that only the demo answers to."""

from django.urls import path

from twintrack.demo import views

urlpatterns = [
    path("demo/", views.people, name="demo-people"),
    path("demo/sign-in/", views.sign_in, name="demo-sign-in"),
    path("demo/empty/", views.start_empty, name="demo-empty"),
]
