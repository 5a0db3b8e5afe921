"""Addresses of the requirement pool."""

from django.urls import path

from twintrack.rnd.backlog.views import (
    answering,
    board,
    bulk,
    cells,
    deciding,
    detail,
    exports,
    lists,
    peeks,
    proposals,
)

urlpatterns = [
    path("requirements/", lists.requirement_list, name="requirement-list"),
    path("requirements/new/", proposals.requirement_new, name="requirement-new"),
    path("requirements/filters/", lists.requirement_filters, name="requirement-filters"),
    path("requirements/display/", lists.requirement_display, name="requirement-display"),
    path("requirements/export/", exports.requirement_export, name="requirement-export"),
    path("requirements/board/", board.requirement_board, name="requirement-board"),
    path("requirements/move/", board.requirement_move, name="requirement-move"),
    path("requirements/rank/", lists.requirement_rank, name="requirement-rank"),
    path("requirements/bulk/", bulk.requirement_bulk, name="requirement-bulk"),
    path("requirements/undo/", answering.requirement_undo, name="requirement-undo"),
    path("requirements/<str:number>/", detail.requirement_detail, name="requirement-detail"),
    path("requirements/<str:number>/peek/", peeks.requirement_peek, name="requirement-peek"),
    path(
        "requirements/<str:number>/decide/", deciding.requirement_decide, name="requirement-decide"
    ),
    path(
        "requirements/<str:number>/cell/<slug:code>/",
        cells.requirement_cell,
        name="requirement-cell",
    ),
    path(
        "requirements/<str:number>/decision/",
        detail.requirement_decision,
        name="requirement-decision",
    ),
    path("requirements/<str:number>/score/", detail.requirement_score, name="requirement-score"),
    path("requirements/<str:number>/state/", detail.requirement_state, name="requirement-state"),
    path(
        "requirements/<str:number>/milestone/",
        detail.requirement_milestone,
        name="requirement-milestone",
    ),
    path("requirements/<str:number>/date/", detail.requirement_date, name="requirement-date"),
]
