"""Addresses of opportunities."""

from django.urls import path

from twintrack.sales.pipeline.views import (
    board,
    detail,
    lists,
    moving,
    overview,
    playbook,
    settings,
    tasks,
)

urlpatterns = [
    path("opportunities/", lists.opportunity_list, name="opportunity-list"),
    path("opportunities/choices/", lists.opportunity_choices, name="opportunity-choices"),
    path("opportunities/board/", board.opportunity_board, name="opportunity-board"),
    path("opportunities/board/move/", moving.card_move, name="opportunity-move"),
    path("opportunities/undo/", moving.opportunity_undo, name="opportunity-undo"),
    path("opportunities/setup/", settings.pipeline_settings, name="pipeline-settings"),
    path("opportunities/setup/rank/", settings.stage_rank, name="pipeline-stage-rank"),
    path("opportunities/setup/stages/new/", settings.stage_new, name="pipeline-stage-new"),
    path(
        "opportunities/setup/stages/<slug:code>/", settings.stage_edit, name="pipeline-stage-edit"
    ),
    path(
        "opportunities/setup/stages/<slug:code>/retirement/",
        settings.stage_retire,
        name="pipeline-stage-retire",
    ),
    path(
        "opportunities/setup/stages/<slug:code>/restoring/",
        settings.stage_restore,
        name="pipeline-stage-restore",
    ),
    path("opportunities/setup/reasons/new/", settings.reason_new, name="lost-reason-new"),
    path("opportunities/setup/reasons/<slug:code>/", settings.reason_edit, name="lost-reason-edit"),
    path("opportunities/setup/competitors/new/", settings.competitor_new, name="competitor-new"),
    path(
        "opportunities/setup/competitors/<int:pk>/",
        settings.competitor_edit,
        name="competitor-edit",
    ),
    path(
        "opportunities/setup/stages/<slug:code>/playbook/",
        playbook.playbook_new,
        name="playbook-task-new",
    ),
    path(
        "opportunities/setup/playbook/<int:pk>/", playbook.playbook_edit, name="playbook-task-edit"
    ),
    path(
        "opportunities/setup/playbook/<int:pk>/removal/",
        playbook.playbook_remove,
        name="playbook-task-remove",
    ),
    path("opportunities/closing/", overview.opportunity_closing, name="opportunity-closing"),
    path("opportunities/outcomes/", overview.opportunity_outcomes, name="opportunity-outcomes"),
    path("opportunities/new/", detail.opportunity_new, name="opportunity-new"),
    path("opportunities/<str:number>/", detail.opportunity_detail, name="opportunity-detail"),
    path("opportunities/<str:number>/edit/", detail.opportunity_edit, name="opportunity-edit"),
    path("opportunities/<str:number>/stage/", moving.opportunity_stage, name="opportunity-stage"),
    path(
        "opportunities/<str:number>/next-step/",
        detail.opportunity_next_step,
        name="opportunity-next-step",
    ),
    path("opportunities/<str:number>/won/", detail.opportunity_won, name="opportunity-won"),
    path("opportunities/<str:number>/lost/", detail.opportunity_lost, name="opportunity-lost"),
    path(
        "opportunities/<str:number>/reopening/",
        detail.opportunity_reopen,
        name="opportunity-reopen",
    ),
    path("opportunities/<str:number>/tasks/", tasks.opportunity_tasks, name="opportunity-tasks"),
    path("opportunities/<str:number>/tasks/new/", tasks.task_new, name="opportunity-task-new"),
    path(
        "opportunities/<str:number>/tasks/<int:pk>/done/",
        tasks.task_done,
        name="opportunity-task-done",
    ),
    path(
        "opportunities/<str:number>/tasks/<int:pk>/skip/",
        tasks.task_skip,
        name="opportunity-task-skip",
    ),
    path(
        "opportunities/<str:number>/tasks/<int:pk>/reopening/",
        tasks.task_reopen,
        name="opportunity-task-reopen",
    ),
    path(
        "opportunities/<str:number>/tasks/<int:pk>/owner/",
        tasks.task_owner,
        name="opportunity-task-owner",
    ),
    path("opportunities/<str:number>/people/", tasks.opportunity_people, name="opportunity-people"),
    path("opportunities/<str:number>/members/", tasks.member_new, name="opportunity-member-new"),
    path(
        "opportunities/<str:number>/members/<int:pk>/removal/",
        tasks.member_remove,
        name="opportunity-member-remove",
    ),
    path(
        "opportunities/<str:number>/contacts/",
        tasks.contact_place,
        name="opportunity-contact-place",
    ),
    path(
        "opportunities/<str:number>/contacts/<int:pk>/removal/",
        tasks.contact_remove,
        name="opportunity-contact-remove",
    ),
    path(
        "customers/<str:number>/opportunities/",
        lists.customer_opportunities,
        name="customer-opportunities",
    ),
]
