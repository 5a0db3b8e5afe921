"""Addresses of communication plans."""

from django.urls import path

from twintrack.helix.communication.views import plans, releases, templates

STEP = "plans/<str:number>/steps/<int:pk>/"
TEMPLATE_STEP = "plan-templates/steps/<int:pk>/"

urlpatterns = [
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<str:number>/", plans.plan_detail, name="plan-detail"),
    path(STEP, plans.plan_step, name="plan-step"),
    path(f"{STEP}reopening/", plans.plan_step_reopen, name="plan-step-reopen"),
    path(f"{STEP}owner/", plans.plan_step_owner, name="plan-step-owner"),
    path("customers/<str:number>/plans/", plans.customer_plans, name="customer-plans"),
    path("milestones/<str:number>/plans/", plans.milestone_plans, name="milestone-plans"),
    path("releases/<str:number>/customers/", releases.release_customers, name="release-customers"),
    path("plan-templates/", templates.template_list, name="plan-template-list"),
    path("plan-templates/new/", templates.template_new, name="plan-template-new"),
    path(
        "plan-templates/<int:pk>/steps/",
        templates.template_step_new,
        name="plan-template-step-new",
    ),
    path(
        "plan-templates/<int:pk>/preview/",
        templates.template_preview,
        name="plan-template-preview",
    ),
    path(TEMPLATE_STEP, templates.template_step, name="plan-template-step"),
    path(
        f"{TEMPLATE_STEP}removal/",
        templates.template_step_remove,
        name="plan-template-step-remove",
    ),
    path(
        f"{TEMPLATE_STEP}position/",
        templates.template_step_position,
        name="plan-template-step-position",
    ),
]
