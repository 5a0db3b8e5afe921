"""Addresses of review meetings."""

from django.urls import path

from twintrack.rnd.reviewing.views import (
    agenda,
    following,
    lists,
    minutes,
    panels,
    planning,
    running,
)

ALL = "review-meetings/"
ONE = f"{ALL}<str:number>/"
ITEM = f"{ONE}items/<int:pk>/"

urlpatterns = [
    path(ALL, lists.meeting_list, name="meeting-list"),
    path(f"{ALL}new/", planning.meeting_new, name="meeting-new"),
    path(f"{ALL}agenda/", agenda.meeting_put, name="meeting-put"),
    path(ONE, minutes.meeting_detail, name="meeting-detail"),
    path(f"{ONE}facts/", planning.meeting_edit, name="meeting-edit"),
    path(f"{ONE}people/", planning.meeting_people, name="meeting-people"),
    path(f"{ONE}cancellation/", planning.meeting_cancel, name="meeting-cancel"),
    path(f"{ONE}calendar/", planning.meeting_calendar, name="meeting-calendar"),
    path(f"{ONE}agenda/", agenda.meeting_add, name="meeting-add"),
    path(f"{ONE}carried-over/", planning.meeting_carry, name="meeting-carry"),
    path(f"{ONE}summary/", minutes.meeting_summary, name="meeting-summary"),
    path(f"{ONE}follow-ups/", following.follow_up_new, name="follow-up-new"),
    path(f"{ONE}follow-ups/<int:pk>/", following.follow_up_done, name="follow-up-done"),
    path(f"{ONE}run/", running.meeting_run, name="meeting-run"),
    path(f"{ONE}start/", running.meeting_start, name="meeting-start"),
    path(f"{ONE}close/", running.meeting_close, name="meeting-close"),
    path(f"{ONE}presence/<int:pk>/", running.meeting_presence, name="meeting-presence"),
    path(f"{ITEM}turn/", running.item_turn, name="meeting-turn"),
    path(f"{ITEM}vote/", running.item_vote, name="meeting-vote"),
    path(f"{ITEM}decision/", running.item_decision, name="meeting-decision"),
    path(f"{ITEM}undecided/", running.item_undecided, name="meeting-undecided"),
    path(f"{ITEM}notes/", running.item_notes, name="meeting-notes"),
    path(f"{ITEM}facts/", agenda.item_facts, name="meeting-item"),
    path(f"{ITEM}place/", agenda.item_place, name="meeting-item-place"),
    path(f"{ITEM}removal/", agenda.item_removal, name="meeting-item-removal"),
    path(
        "requirements/<str:number>/meetings/",
        panels.requirement_meetings,
        name="requirement-meetings",
    ),
]
