"""The way of an opportunity: the stages every company begins with, its two ends, its tasks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """
    The open stages that a company begins with, and the two ends that no company changes.

    Which open stages there are today, in which order, stands in `PipelineStage`.
    """

    REQUIREMENT_CONFIRMATION = "requirement_confirmation", _("Requirement confirmation")
    SOLUTION_DESIGN = "solution_design", _("Solution design")
    NEGOTIATION = "negotiation", _("Negotiation")
    CONTRACT = "contract", _("Contract signing")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


CLOSED = (Stage.WON, Stage.LOST)


class WorthALook(models.TextChoices):
    """What makes an open opportunity one to look at."""

    ROTTING = "rotting", _("Too long at a stage")
    ADRIFT = "adrift", _("No next step in time")


class Outcome(models.TextChoices):
    """How an opportunity left a stage; nothing while it is there."""

    ONWARD = "onward", _("Moved on")
    BACK = "back", _("Moved back")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    # The stage itself was retired: this says nothing of the opportunity.
    RETIRED = "retired", _("Stage retired")


class Part(models.TextChoices):
    """What a colleague does in the team of an opportunity."""

    SALESPERSON = "salesperson", _("Salesperson")
    PRESALES = "presales", _("Presales consultant")
    IMPLEMENTER = "implementer", _("Implementation engineer")
    CSM = "csm", _("Customer success manager")


class Influence(models.TextChoices):
    """What a person at the customer is to the deal."""

    DECISION_MAKER = "decision_maker", _("Decision maker")
    CHAMPION = "champion", _("Champion")
    BUYER = "buyer", _("Purchasing")
    USER = "user", _("End user")
    OPPONENT = "opponent", _("Opponent")


class TaskState(models.TextChoices):
    TODO = "todo", _("To do")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")
