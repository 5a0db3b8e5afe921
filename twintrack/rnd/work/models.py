"""Work items, what is known of defects, and how work items stand to one another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from twintrack.algorithms.ordering.rank import FIRST
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.work.lifecycle import NEXT_STATES, OPEN, State

OPEN_STATES = sorted(OPEN)
# SQLite walks an index of some rows only where a question holds the index's condition word by word,
# which a list of states never is.
IS_OPEN = Q(still_open=True)
_AMOUNT = (MinValueValidator(0), MaxValueValidator(9999))


class Kind(models.TextChoices):
    EPIC = "epic", _("Epic")
    STORY = "story", _("Story")
    TASK = "task", _("Task")
    DEFECT = "defect", _("Defect")
    SPIKE = "spike", _("Spike")


class Severity(models.TextChoices):
    BLOCKER = "blocker", _("Blocker")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")
    TRIVIAL = "trivial", _("Trivial")


class LinkKind(models.TextChoices):
    BLOCKS = "blocks", _("blocks")
    RELATES = "relates", _("goes with")
    DUPLICATES = "duplicates", _("says the same as")


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: User) -> WorkItemQuerySet:
        """Keep the work items of products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))

    def open(self) -> WorkItemQuerySet:
        """Keep what is neither done nor cancelled."""
        return self.filter(IS_OPEN)


class WorkItem(models.Model):
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices, default=Kind.TASK)
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    module = models.ForeignKey(
        "products.Module",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Module"),
    )
    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Project"),
    )
    requirement = models.ForeignKey(
        "backlog.Requirement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="work_items",
        verbose_name=_("Requirement"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Parent"),
    )
    iteration = models.ForeignKey(
        "iterations.Iteration",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Iteration"),
    )
    release = models.ForeignKey(
        "releases.Release",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Release"),
    )
    state = models.CharField(_("State"), max_length=11, choices=State.choices, default=State.TODO)
    still_open = models.GeneratedField(
        expression=models.ExpressionWrapper(Q(state__in=OPEN_STATES), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    priority = models.PositiveSmallIntegerField(
        _("Priority"), choices=Priority.choices, default=Priority.MEDIUM
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Assignee"),
    )
    points = models.DecimalField(
        _("Points"), max_digits=5, decimal_places=1, null=True, blank=True, validators=_AMOUNT
    )
    estimate_hours = models.DecimalField(
        _("Estimate (h)"), max_digits=6, decimal_places=1, null=True, blank=True, validators=_AMOUNT
    )
    remaining_hours = models.DecimalField(
        _("Remaining (h)"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=_AMOUNT,
    )
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_reason = models.CharField(_("What stands in the way"), max_length=300, blank=True)
    # Its place in lists ordered by hand; the id decides between equals.
    rank = models.CharField(max_length=200, default=FIRST)
    # Since when it is in its state; when work first began; when it was done last.
    entered_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects: ClassVar = WorkItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(blocked_at=None) | Q(state__in=OPEN_STATES),
                name="only_open_work_is_blocked",
            ),
        ]
        # What is open is little beside what was ever done: most lists walk only that.
        indexes: ClassVar = [
            # A column of the board, and the list by hand.
            models.Index(
                fields=["state", "rank", "id"],
                condition=IS_OPEN,
                name="work_open_by_state",
            ),
            models.Index(fields=["rank", "id"], condition=IS_OPEN, name="work_open_by_rank"),
            models.Index(
                fields=["priority", "rank", "id"],
                condition=IS_OPEN,
                name="work_open_by_priority",
            ),
            # How much there is in each column, without looking at the rows.
            models.Index(
                fields=["state", "points", "product"], condition=IS_OPEN, name="work_open_amounts"
            ),
            # My work.
            models.Index(
                fields=["assignee", "rank", "id"],
                condition=IS_OPEN,
                name="work_open_of_person",
            ),
            # What was done lately, whole and of a product.
            models.Index(fields=["-done_at", "-id"], name="work_done"),
            models.Index(fields=["product", "state", "done_at", "points"], name="work_of_product"),
            # The list of all work, what changed last first.
            models.Index(fields=["-updated_at", "-id"], name="work_by_change"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES[State(self.state)]

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None

    @property
    def is_defect(self) -> bool:
        return self.kind == Kind.DEFECT


class Defect(models.Model):
    """What is known of a work item that repairs something."""

    item = models.OneToOneField(WorkItem, models.CASCADE, related_name="defect")
    severity = models.CharField(
        _("Severity"), max_length=7, choices=Severity.choices, default=Severity.MAJOR
    )
    found_in = models.ForeignKey(
        "products.Version",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Found in"),
    )
    environment = models.CharField(_("Environment"), max_length=200, blank=True)
    # A customer found it: it went through all tests.
    is_escaped = models.BooleanField(_("Found by a customer"), default=False)
    # What brought it in, as far as somebody said.
    caused_by = models.ForeignKey(
        "backlog.Requirement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Caused by"),
    )
    # The sha, or as much of it as somebody wrote down.
    caused_by_commit = models.CharField(_("Caused by commit"), max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.severity}"


class WorkItemLink(models.Model):
    source = models.ForeignKey(WorkItem, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(WorkItem, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="work_linked_once"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="work_not_linked_with_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
