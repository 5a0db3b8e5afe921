"""Addresses of SLA plans."""

from django.urls import path

from twintrack.sales.sla import views

ONE = "settings/sla/<int:pk>/"

urlpatterns = [
    path("settings/sla/", views.plan_list, name="sla-plan-list"),
    path("settings/sla/new/", views.plan_new, name="sla-plan-new"),
    path(ONE, views.plan_detail, name="sla-plan-detail"),
    path(f"{ONE}edit/", views.plan_edit, name="sla-plan-edit"),
    path(f"{ONE}default/", views.plan_default, name="sla-plan-default"),
    path(f"{ONE}retirement/", views.plan_retire, name="sla-plan-retire"),
    path(f"{ONE}restoration/", views.plan_restore, name="sla-plan-restore"),
]
