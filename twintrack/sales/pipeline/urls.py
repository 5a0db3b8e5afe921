"""Addresses of opportunities."""

from django.urls import path

from twintrack.sales.pipeline import views

urlpatterns = [
    path("opportunities/", views.opportunity_list, name="opportunity-list"),
    path("opportunities/new/", views.opportunity_new, name="opportunity-new"),
    path("opportunities/<str:number>/", views.opportunity_detail, name="opportunity-detail"),
    path("opportunities/<str:number>/edit/", views.opportunity_edit, name="opportunity-edit"),
    path("opportunities/<str:number>/stage/", views.opportunity_stage, name="opportunity-stage"),
    path("opportunities/<str:number>/won/", views.opportunity_won, name="opportunity-won"),
    path("opportunities/<str:number>/lost/", views.opportunity_lost, name="opportunity-lost"),
    path(
        "opportunities/<str:number>/reopening/",
        views.opportunity_reopen,
        name="opportunity-reopen",
    ),
    path(
        "customers/<str:number>/opportunities/",
        views.customer_opportunities,
        name="customer-opportunities",
    ),
]
