"""Addresses of deliveries."""

from django.urls import path

from twintrack.sales.deliveries.views import (
    acts,
    cells,
    detail,
    lists,
    panels,
    plan,
    public,
    settings,
    surveys,
)

urlpatterns = [
    path("deliveries/", lists.delivery_list, name="delivery-list"),
    path("deliveries/new/", acts.delivery_new, name="delivery-new"),
    path("deliveries/settings/", settings.delivery_settings, name="delivery-settings"),
    path("deliveries/settings/new/", settings.template_new, name="delivery-template-new"),
    path("deliveries/settings/<int:pk>/", settings.template_edit, name="delivery-template-edit"),
    path("survey/<str:key>/", public.survey, name="delivery-survey"),
    path(
        "contracts/<str:number>/deliveries/",
        panels.contract_deliveries,
        name="contract-deliveries",
    ),
    path(
        "customers/<str:number>/deliveries/",
        panels.customer_deliveries,
        name="customer-deliveries",
    ),
    path("projects/<str:number>/delivery/", panels.project_delivery, name="project-delivery"),
    path("deliveries/<str:number>/", detail.delivery_detail, name="delivery-detail"),
    path("deliveries/<str:number>/rename/", acts.delivery_rename, name="delivery-rename"),
    path("deliveries/<str:number>/due/", acts.delivery_replan, name="delivery-replan"),
    path("deliveries/<str:number>/person/", acts.delivery_person, name="delivery-person"),
    path("deliveries/<str:number>/state/<slug:code>/", acts.delivery_move, name="delivery-move"),
    path("deliveries/<str:number>/handover/", acts.handover_new, name="delivery-handover"),
    path(
        "deliveries/<str:number>/handover/<int:pk>/take/",
        acts.handover_take,
        name="delivery-handover-take",
    ),
    path(
        "deliveries/<str:number>/handover/<int:pk>/return/",
        acts.handover_return,
        name="delivery-handover-return",
    ),
    path(
        "deliveries/<str:number>/handover/<int:pk>/taker/",
        acts.handover_pass_on,
        name="delivery-handover-pass-on",
    ),
    path(
        "deliveries/<str:number>/survey/<int:pk>/mail/",
        surveys.survey_mail,
        name="delivery-survey-mail",
    ),
    path("deliveries/<str:number>/survey/", surveys.survey_new, name="delivery-survey-new"),
    path(
        "deliveries/<str:number>/survey/<int:pk>/withdraw/",
        surveys.survey_withdraw,
        name="delivery-survey-withdraw",
    ),
    path("deliveries/<str:number>/phases/new/", plan.phase_new, name="delivery-phase-new"),
    path("deliveries/<str:number>/tasks/new/", plan.task_new, name="delivery-task-new"),
    path("deliveries/<str:number>/tasks/<int:pk>/", plan.task_edit, name="delivery-task-edit"),
    path(
        "deliveries/<str:number>/tasks/<int:pk>/cell/<slug:code>/",
        cells.task_cell,
        name="delivery-task-cell",
    ),
    path("deliveries/<str:number>/tasks/<int:pk>/up/", plan.task_up, name="delivery-task-up"),
    path(
        "deliveries/<str:number>/tasks/<int:pk>/<slug:code>/",
        plan.task_move,
        name="delivery-task-move",
    ),
    path("deliveries/<str:number>/waits/new/", plan.wait_new, name="delivery-wait-new"),
    path("deliveries/<str:number>/waits/<int:pk>/", plan.wait_end, name="delivery-wait-end"),
    path(
        "deliveries/<str:number>/deliverables/new/",
        plan.deliverable_new,
        name="delivery-deliverable-new",
    ),
    path(
        "deliveries/<str:number>/deliverables/<int:pk>/",
        plan.deliverable_edit,
        name="delivery-deliverable-edit",
    ),
    path(
        "deliveries/<str:number>/deliverables/<int:pk>/given/",
        plan.deliverable_give,
        name="delivery-deliverable-give",
    ),
    path(
        "deliveries/<str:number>/acceptances/new/",
        plan.acceptance_new,
        name="delivery-acceptance-new",
    ),
    path(
        "deliveries/<str:number>/acceptances/<int:pk>/paper/",
        plan.acceptance_paper,
        name="delivery-acceptance-paper",
    ),
    path(
        "deliveries/<str:number>/acceptances/<int:pk>/withdraw/",
        plan.acceptance_withdraw,
        name="delivery-acceptance-withdraw",
    ),
]
