"""Addresses of calendars and leave."""

from django.urls import path

from twintrack.hub.scheduling.views import leave, months, settings

LEAVE = "calendar/leave/<int:pk>/"
TEAM = "calendar/teams/<int:pk>/"
PERSON = "calendar/people/<int:pk>/"

urlpatterns = [
    path("calendar/", months.calendar, name="calendar"),
    path("calendar/leave/", leave.leave_list, name="leave-list"),
    path("calendar/leave/new/", leave.leave_new, name="leave-new"),
    path(LEAVE, leave.leave_edit, name="leave-edit"),
    path(f"{LEAVE}withdrawal/", leave.leave_withdraw, name="leave-withdraw"),
    path(f"{LEAVE}restoration/", leave.leave_restore, name="leave-restore"),
    path(TEAM, settings.team_calendar, name="team-calendar"),
    path(f"{TEAM}days/", settings.special_day_add, name="special-day-add"),
    path(f"{TEAM}shares/<int:user_pk>/", settings.time_share, name="time-share"),
    path("calendar/days/<int:pk>/removal/", settings.special_day_drop, name="special-day-drop"),
    path(PERSON, settings.person_calendar, name="person-calendar"),
    path(f"{PERSON}removal/", settings.person_calendar_drop, name="person-calendar-drop"),
]
