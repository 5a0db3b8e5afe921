"""The ways of a delivery's parts: tasks, deliverables, handovers, waiting."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twintrack.foundation.access.roles import Role


class DeliveryRole(models.TextChoices):
    """Who carries a delivery, one after the other."""

    PRESALES = Role.PRESALES.value, _("Presales consultant")
    IMPLEMENTER = Role.IMPLEMENTER.value, _("Implementation engineer")
    CSM = Role.CSM.value, _("Customer success manager")


class TaskState(models.TextChoices):
    TODO = "todo", pgettext_lazy("delivery task", "To do")
    DOING = "doing", _("In progress")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_TASKS = (TaskState.TODO, TaskState.DOING, TaskState.WAITING)
# What a person may set; waiting comes and goes with the reason for it.
NEXT_TASK: dict[TaskState, tuple[TaskState, ...]] = {
    TaskState.TODO: (TaskState.DOING, TaskState.DONE, TaskState.CANCELLED),
    TaskState.DOING: (TaskState.DONE, TaskState.TODO, TaskState.CANCELLED),
    TaskState.WAITING: (TaskState.DONE, TaskState.CANCELLED),
    TaskState.DONE: (TaskState.DOING,),
    TaskState.CANCELLED: (TaskState.TODO,),
}


class WaitFor(models.TextChoices):
    CUSTOMER = "customer", _("The customer")
    US = "us", _("Us")
    THIRD_PARTY = "third_party", _("A third party")
    RND = "rnd", _("R&D")


class DeliverableState(models.TextChoices):
    OPEN = "open", _("Not handed over")
    HANDED_OVER = "handed_over", _("Handed over")
    ACCEPTED = "accepted", pgettext_lazy("deliverable", "Accepted")
    SENT_BACK = "sent_back", _("Sent back")


class Outcome(models.TextChoices):
    """What the customer found of one criterion."""

    PASSED = "passed", pgettext_lazy("criterion", "Passed")
    CONDITIONAL = "conditional", _("With a condition")
    FAILED = "failed", pgettext_lazy("criterion", "Failed")


class AcceptedHow(models.TextChoices):
    PAPER = "paper", _("On paper, signed")
    SEAL = "e_seal", _("By electronic seal")
    MAIL = "mail", pgettext_lazy("acceptance", "By e-mail")


class HandoverState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    TAKEN = "taken", _("Taken over")
    RETURNED = "returned", _("Given back")
