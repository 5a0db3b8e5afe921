"""Addresses of the trace matrix."""

from django.urls import path

from twintrack.rnd.tracing import views

urlpatterns = [
    path("trace/", views.trace_matrix, name="trace-matrix"),
    path("trace/export/", views.trace_export, name="trace-export"),
]
