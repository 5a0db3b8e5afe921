"""Addresses of segments."""

from django.urls import path

from twintrack.sales.segments import views

AT = "customers/<str:number>/segment/"

urlpatterns = [
    path("segments/", views.segments, name="segments"),
    path("segments/rules/new/", views.segment_rule_new, name="segment-rule-new"),
    path("segments/rules/<int:pk>/", views.segment_rule, name="segment-rule"),
    path("segments/bounds/", views.segment_bounds, name="segment-bounds"),
    path(AT, views.customer_segment, name="customer-segment"),
    path(f"{AT}pin/", views.segment_pin, name="segment-pin"),
    path(f"{AT}unpin/", views.segment_unpin, name="segment-unpin"),
]
