"""Addresses of what deals need."""

from django.urls import path

from twintrack.helix.needs import views

urlpatterns = [
    path("opportunities/<str:number>/needs/", views.opportunity_needs, name="opportunity-needs"),
    path("opportunities/<str:number>/needs/new/", views.need_new, name="need-new"),
    path("opportunities/<str:number>/needs/choices/", views.need_choices, name="need-choices"),
    path("opportunities/<str:number>/needs/<int:pk>/", views.need_weight, name="need-weight"),
    path("opportunities/<str:number>/needs/<int:pk>/drop/", views.need_drop, name="need-drop"),
    path("requirements/<str:number>/deals/", views.requirement_deals, name="requirement-deals"),
]
