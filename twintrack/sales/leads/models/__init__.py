"""Leads, what was spoken with them, and the rules by which they are scored and given out."""

from twintrack.sales.leads.models.leads import Lead, LeadNote
from twintrack.sales.leads.models.rules import (
    AssignmentRule,
    LeadImport,
    LeadModel,
    LeadSettings,
    LeadWebForm,
    ScoreRule,
)

__all__ = [
    "AssignmentRule",
    "Lead",
    "LeadImport",
    "LeadModel",
    "LeadNote",
    "LeadSettings",
    "LeadWebForm",
    "ScoreRule",
]
