"""Addresses of customer feedback."""

from django.urls import path

from twintrack.sales.feedback import views

urlpatterns = [
    path("feedback/", views.feedback_list, name="feedback-list"),
    path("feedback/new/", views.feedback_new, name="feedback-new"),
    path("feedback/new/parts/", views.feedback_parts, name="feedback-parts"),
    path("feedback/<str:number>/", views.feedback_detail, name="feedback-detail"),
    path("feedback/<str:number>/state/", views.feedback_state, name="feedback-state"),
]
