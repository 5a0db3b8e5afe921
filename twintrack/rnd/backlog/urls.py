"""Addresses of the requirement pool."""

from django.urls import path

from twintrack.rnd.backlog.views import (
    answering,
    board,
    bulk,
    cells,
    criteria,
    deciding,
    detail,
    exports,
    lists,
    merging,
    panels,
    peeks,
    proposals,
    queue,
    releasing,
    reviewing,
)

urlpatterns = [
    path(
        "milestones/<str:number>/requirements/",
        panels.milestone_requirements,
        name="milestone-requirements",
    ),
    path(
        "milestones/<str:number>/unfinished/",
        panels.milestone_unfinished,
        name="milestone-unfinished",
    ),
    path("releases/<str:number>/scope/", releasing.release_scope, name="release-scope"),
    path("releases/<str:number>/scope/add/", releasing.release_add, name="release-add"),
    path(
        "releases/<str:number>/scope/candidates/",
        releasing.release_candidates,
        name="release-candidates",
    ),
    path("releases/<str:number>/scope/carry/", releasing.release_carry, name="release-carry"),
    path("products/<slug:code>/scoring/", panels.product_scoring, name="product-scoring"),
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
    path("requirements/merge/", merging.requirement_merge, name="requirement-merge"),
    path("requirements/unmerge/", merging.requirement_unmerge, name="requirement-unmerge"),
    path("requirements/targets/", merging.requirement_targets, name="requirement-targets"),
    path("requirements/score/", reviewing.score_preview, name="score-preview"),
    path("requirements/<str:number>/", detail.requirement_detail, name="requirement-detail"),
    path("requirements/<str:number>/brief/", panels.requirement_brief, name="requirement-brief"),
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
        "requirements/<str:number>/fields/<slug:code>/",
        detail.requirement_field,
        name="requirement-field",
    ),
    path("requirements/<str:number>/state/", detail.requirement_state, name="requirement-state"),
    path("requirements/<str:number>/score/", reviewing.requirement_score, name="requirement-score"),
    path(
        "requirements/<str:number>/decision/",
        reviewing.requirement_decision,
        name="requirement-decision",
    ),
    path(
        "requirements/<str:number>/decision/undo/",
        reviewing.requirement_decision_undo,
        name="requirement-decision-undo",
    ),
    path("requirements/<str:number>/review/", reviewing.review_request, name="review-request"),
    path(
        "requirements/<str:number>/review/withdrawal/",
        reviewing.review_withdrawal,
        name="review-withdrawal",
    ),
    path("requirements/<str:number>/opinion/", reviewing.review_opinion, name="review-opinion"),
    path("requirements/<str:number>/criteria/", criteria.criterion_new, name="criterion-new"),
    path(
        "requirements/<str:number>/criteria/<int:pk>/",
        criteria.criterion_change,
        name="criterion-change",
    ),
    path(
        "requirements/<str:number>/criteria/<int:pk>/restored/",
        criteria.criterion_restore,
        name="criterion-restore",
    ),
    path(
        "requirements/<str:number>/release/",
        releasing.requirement_release,
        name="requirement-release",
    ),
    path("requirements/<str:number>/parts/", merging.requirement_parts, name="requirement-parts"),
    path("reviews/", queue.review_list, name="review-list"),
    path("reviews/<str:number>/", queue.review_detail, name="review-detail"),
    path("reviews/<str:number>/decision/", queue.review_decision, name="review-decision"),
    path("reviews/<str:number>/score/", queue.review_score, name="review-score"),
]
