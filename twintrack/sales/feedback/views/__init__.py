"""Pages of customer feedback."""

from twintrack.sales.feedback.views.capture import (
    feedback_contacts,
    feedback_new,
    feedback_parts,
)
from twintrack.sales.feedback.views.detail import feedback_detail, feedback_state
from twintrack.sales.feedback.views.inbox import (
    feedback_choices,
    feedback_export,
    feedback_list,
    feedback_preview,
    feedback_waiting,
)
from twintrack.sales.feedback.views.triage import (
    feedback_answer,
    feedback_bulk,
    feedback_bulk_undo,
    feedback_class,
    feedback_duplicate,
    feedback_duplicate_undo,
    feedback_owner,
    feedback_triage,
    feedback_triage_undo,
    feedback_withdrawal,
    feedback_withdrawal_undo,
)

__all__ = [
    "feedback_answer",
    "feedback_bulk",
    "feedback_bulk_undo",
    "feedback_choices",
    "feedback_class",
    "feedback_contacts",
    "feedback_detail",
    "feedback_duplicate",
    "feedback_duplicate_undo",
    "feedback_export",
    "feedback_list",
    "feedback_new",
    "feedback_owner",
    "feedback_parts",
    "feedback_preview",
    "feedback_state",
    "feedback_triage",
    "feedback_triage_undo",
    "feedback_waiting",
    "feedback_withdrawal",
    "feedback_withdrawal_undo",
]
