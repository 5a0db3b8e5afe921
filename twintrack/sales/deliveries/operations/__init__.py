"""What people do with deliveries."""

from twintrack.sales.deliveries.operations.beginning import (
    AcceptanceOpen,
    BeginDetails,
    BegunAlready,
    ContractUnsigned,
    CustomerElsewhere,
    begin,
    move,
)
from twintrack.sales.deliveries.operations.holding import (
    DayAhead,
    DeliveryFieldUnknown,
    NotOpen,
    PersonUnfit,
)
from twintrack.sales.deliveries.operations.planning import (
    give_lead,
    note_forecasts,
    rename,
    replan,
    set_member,
)
from twintrack.sales.deliveries.operations.tasks import (
    FinishBeforeStart,
    HoursImpossible,
    RunsInCircle,
    TaskDetails,
    add_phase,
    add_task,
    change_task,
    move_task,
    place_task,
)
from twintrack.sales.deliveries.operations.waiting import (
    TaskOver,
    WaitDetails,
    WaitsAlready,
    WentOnAlready,
    WentOnTooEarly,
    begin_wait,
    end_wait,
)

__all__ = [
    "AcceptanceOpen",
    "BeginDetails",
    "BegunAlready",
    "ContractUnsigned",
    "CustomerElsewhere",
    "DayAhead",
    "DeliveryFieldUnknown",
    "FinishBeforeStart",
    "HoursImpossible",
    "NotOpen",
    "PersonUnfit",
    "RunsInCircle",
    "TaskDetails",
    "TaskOver",
    "WaitDetails",
    "WaitsAlready",
    "WentOnAlready",
    "WentOnTooEarly",
    "add_phase",
    "add_task",
    "begin",
    "begin_wait",
    "change_task",
    "end_wait",
    "give_lead",
    "move",
    "move_task",
    "note_forecasts",
    "place_task",
    "rename",
    "replan",
    "set_member",
]
