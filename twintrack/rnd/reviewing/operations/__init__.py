"""Prepare, run and close review meetings."""

from twintrack.rnd.reviewing.operations.agenda import (
    DecidedThere,
    NotFit,
    change_item,
    move_item,
    put_on_agenda,
    take_off_agenda,
)
from twintrack.rnd.reviewing.operations.closing import (
    NothingLeft,
    cancel,
    carry_over,
    close,
)
from twintrack.rnd.reviewing.operations.following import add_follow_up, tick_follow_up
from twintrack.rnd.reviewing.operations.holding import (
    MeetingOver,
    NotInvited,
    NotRunning,
)
from twintrack.rnd.reviewing.operations.planning import (
    ChairCannotDecide,
    Details,
    NobodyInvited,
    PastMeeting,
    call,
    change,
    invite,
)
from twintrack.rnd.reviewing.operations.running import (
    AgendaEmpty,
    decide_on,
    leave_undecided,
    note_presence,
    start,
    turn_to,
    vote,
    write_minutes,
)

__all__ = [
    "AgendaEmpty",
    "ChairCannotDecide",
    "DecidedThere",
    "Details",
    "MeetingOver",
    "NobodyInvited",
    "NotFit",
    "NotInvited",
    "NotRunning",
    "NothingLeft",
    "PastMeeting",
    "add_follow_up",
    "call",
    "cancel",
    "carry_over",
    "change",
    "change_item",
    "close",
    "decide_on",
    "invite",
    "leave_undecided",
    "move_item",
    "note_presence",
    "put_on_agenda",
    "start",
    "take_off_agenda",
    "tick_follow_up",
    "turn_to",
    "vote",
    "write_minutes",
]
