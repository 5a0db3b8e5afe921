"""Addresses of the work in iterations."""

from django.urls import path

from twintrack.rnd.sprints.views import (
    boards,
    closing,
    overview,
    planning,
    reports,
    retrospectives,
)

AT = "iterations/<str:number>/"
NOTE = f"{AT}retrospective/notes/<int:pk>/"

urlpatterns = [
    path("iterations/teams/<int:pk>/board-limits/", boards.board_policy, name="board-policy"),
    path(f"{AT}tabs/", overview.iteration_tabs, name="iteration-tabs"),
    path(f"{AT}work/", overview.iteration_work, name="iteration-work"),
    path(f"{AT}planning/", planning.planning_board, name="iteration-planning"),
    path(f"{AT}planning/move/", planning.planning_move, name="iteration-planning-move"),
    path(f"{AT}board/", boards.daily_board, name="iteration-board"),
    path(f"{AT}board/move/", boards.card_move, name="iteration-board-move"),
    path(f"{AT}closing/", closing.iteration_closing, name="iteration-closing"),
    path(f"{AT}report/", reports.iteration_report, name="iteration-report"),
    path(f"{AT}retrospective/", retrospectives.retrospective, name="iteration-retrospective"),
    path(f"{AT}retrospective/notes/", retrospectives.note_write, name="retro-note-write"),
    path(f"{AT}review/", retrospectives.review_write, name="iteration-review"),
    path(f"{NOTE}removal/", retrospectives.note_remove, name="retro-note-remove"),
    path(f"{NOTE}vote/", retrospectives.note_vote, name="retro-note-vote"),
    path(f"{NOTE}work/", retrospectives.note_take_up, name="retro-note-take-up"),
]
