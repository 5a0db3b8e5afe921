"""Opportunities, the stages they pass, and who works on them."""

from twintrack.sales.pipeline.models.opportunities import Opportunity, OpportunityQuerySet
from twintrack.sales.pipeline.models.outcomes import Competitor, LostReason
from twintrack.sales.pipeline.models.people import OpportunityContact, OpportunityMember
from twintrack.sales.pipeline.models.stages import PipelineStage, StageCriterion, StagePassage
from twintrack.sales.pipeline.models.tasks import OpportunityTask, PlaybookTask

__all__ = [
    "Competitor",
    "LostReason",
    "Opportunity",
    "OpportunityContact",
    "OpportunityMember",
    "OpportunityQuerySet",
    "OpportunityTask",
    "PipelineStage",
    "PlaybookTask",
    "StageCriterion",
    "StagePassage",
]
