"""What people do with calendars and leave."""

from twintrack.hub.scheduling.operations.calendars import (
    CalendarFacts,
    NotOfTeam,
    NoWorkingDay,
    drop_person_calendar,
    drop_special_day,
    set_person_calendar,
    set_special_day,
    set_team_calendar,
    set_time_share,
)
from twintrack.hub.scheduling.operations.leave import (
    DatesCrossed,
    FieldUnknown,
    LeaveDetails,
    LeaveTaken,
    NothingLeft,
    change_leave,
    enter_leave,
    restore_leave,
    withdraw_leave,
)

__all__ = [
    "CalendarFacts",
    "DatesCrossed",
    "FieldUnknown",
    "LeaveDetails",
    "LeaveTaken",
    "NoWorkingDay",
    "NotOfTeam",
    "NothingLeft",
    "change_leave",
    "drop_person_calendar",
    "drop_special_day",
    "enter_leave",
    "restore_leave",
    "set_person_calendar",
    "set_special_day",
    "set_team_calendar",
    "set_time_share",
    "withdraw_leave",
]
