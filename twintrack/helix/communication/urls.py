"""Addresses of communication plans."""

from django.urls import path

from twintrack.helix.communication import views

urlpatterns = [
    path("plans/", views.plan_list, name="plan-list"),
    path("plans/<str:number>/", views.plan_detail, name="plan-detail"),
    path("plans/<str:number>/steps/<int:pk>/", views.plan_step, name="plan-step"),
    path(
        "plans/<str:number>/steps/<int:pk>/reopening/",
        views.plan_step_reopen,
        name="plan-step-reopen",
    ),
    path("plan-templates/", views.template_list, name="plan-template-list"),
    path("plan-templates/steps/<int:pk>/", views.template_step, name="plan-template-step"),
    path("customers/<str:number>/plans/", views.customer_plans, name="customer-plans"),
    path("milestones/<str:number>/plans/", views.milestone_plans, name="milestone-plans"),
]
