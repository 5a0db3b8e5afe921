"""Addresses of handoffs."""

from django.urls import path

from twintrack.helix.handoffs import views

urlpatterns = [
    path("feedback/<str:number>/chain/", views.feedback_chain, name="feedback-chain"),
    path("feedback/<str:number>/handoff/", views.feedback_handoff, name="feedback-handoff"),
    path("requirements/<str:number>/chain/", views.requirement_chain, name="requirement-chain"),
]
