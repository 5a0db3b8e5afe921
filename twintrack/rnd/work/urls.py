"""Addresses of work items."""

from django.urls import path

from twintrack.rnd.work.views import answering, board, changing, detail, lists, panels

AT = "work/<str:number>/"

urlpatterns = [
    path("work/", lists.work_item_list, name="work-item-list"),
    path("work/board/", board.work_board, name="work-board"),
    path("work/new/", lists.work_item_new, name="work-item-new"),
    path("work/choices/", lists.work_item_choices, name="work-item-choices"),
    path("work/bulk/", changing.work_item_bulk, name="work-item-bulk"),
    path("work/move/", changing.work_item_move, name="work-item-move"),
    path("work/rank/", changing.work_item_rank, name="work-item-rank"),
    path("work/undo/", answering.work_item_undo, name="work-item-undo"),
    path(AT, detail.work_item_detail, name="work-item-detail"),
    path(f"{AT}peek/", detail.work_item_peek, name="work-item-peek"),
    path(f"{AT}cell/<slug:code>/", changing.work_item_cell, name="work-item-cell"),
    path(f"{AT}fields/<slug:code>/", detail.work_item_field, name="work-item-field"),
    path(f"{AT}state/", detail.work_item_state, name="work-item-state"),
    path(f"{AT}block/", detail.work_item_block, name="work-item-block"),
    path(f"{AT}unblocked/", detail.work_item_unblock, name="work-item-unblock"),
    path(f"{AT}parts/", detail.work_item_part, name="work-item-part"),
    path(f"{AT}links/", detail.work_item_link, name="work-item-link"),
    path(f"{AT}links/<int:pk>/", detail.work_item_unlink, name="work-item-unlink"),
    path("releases/<str:number>/work/", panels.release_work, name="release-work"),
    path("requirements/<str:number>/work/", panels.requirement_work, name="requirement-work"),
]
