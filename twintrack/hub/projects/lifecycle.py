"""Kinds of projects and milestones."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectKind(models.TextChoices):
    RND = "rnd", _("R&D project")
    DELIVERY = "delivery", _("Delivery")
    PRESALES = "presales", _("Presales")
    GENERAL = "general", _("General")


class MilestoneKind(models.TextChoices):
    CORE_TESTED = "core_module_tested", _("Core module tested")
    BETA_READY = "beta_ready", _("Beta ready")
    RELEASE_READY = "release_ready", _("Release ready")
    CUSTOM = "custom", _("Other")
