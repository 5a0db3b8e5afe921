"""Pages of leads."""

from twintrack.sales.leads.views.detail import (
    lead_convert,
    lead_detail,
    lead_edit,
    lead_give_up,
    lead_known,
    lead_new,
    lead_note,
    lead_owner,
    lead_state,
    lead_take_up,
)
from twintrack.sales.leads.views.importing import lead_import, lead_import_new
from twintrack.sales.leads.views.lists import lead_board, lead_bulk, lead_list, lead_move
from twintrack.sales.leads.views.personal import lead_person, lead_person_export
from twintrack.sales.leads.views.public import leave_word
from twintrack.sales.leads.views.settings import (
    assignment_rule,
    assignment_rule_new,
    learn,
    response_time,
    rules,
    score_rule,
    score_rule_new,
    web_form,
    web_form_new,
    web_forms,
)

__all__ = [
    "assignment_rule",
    "assignment_rule_new",
    "lead_board",
    "lead_bulk",
    "lead_convert",
    "lead_detail",
    "lead_edit",
    "lead_give_up",
    "lead_import",
    "lead_import_new",
    "lead_known",
    "lead_list",
    "lead_move",
    "lead_new",
    "lead_note",
    "lead_owner",
    "lead_person",
    "lead_person_export",
    "lead_state",
    "lead_take_up",
    "learn",
    "leave_word",
    "response_time",
    "rules",
    "score_rule",
    "score_rule_new",
    "web_form",
    "web_form_new",
    "web_forms",
]
