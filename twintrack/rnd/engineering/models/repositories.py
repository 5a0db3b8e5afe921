"""Repositories with their commits, the files these changed, release tags and path rules."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids


class ChangeKind(models.TextChoices):
    """How a commit changed a file, by git's own letters."""

    ADDED = "A", _("Added")
    MODIFIED = "M", _("Modified")
    DELETED = "D", _("Deleted")
    RENAMED = "R", _("Renamed")
    COPIED = "C", _("Copied")
    TYPE_CHANGED = "T", _("Type changed")


class FoundIn(models.TextChoices):
    MESSAGE = "message", _("Named in the message")
    BRANCH = "branch", _("Named by the branch")


class MovesTo(models.TextChoices):
    IN_TESTING = "in_testing", _("to testing")
    DONE = "done", _("to done")


class RepositoryQuerySet(models.QuerySet["Repository"]):
    def visible_to(self, user: User) -> RepositoryQuerySet:
        """Keep those of products that the person sees, if their work is with code."""
        if not may(user, Act.SEE_REPOSITORIES):
            return self.none()
        return self.filter(product_id__in=visible_product_ids(user))


class Repository(models.Model):
    number = models.CharField(max_length=20, unique=True)
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    name = models.CharField(_("Name"), max_length=80)
    source = models.CharField(_("Address"), max_length=500)
    # Empty until the first reading finds it out.
    default_branch = models.CharField(_("Default branch"), max_length=200, blank=True)
    reference_pattern = models.CharField(_("References"), max_length=200, default="REQ-#")
    work_item_pattern = models.CharField(
        _("References to work items"), max_length=200, default="W-#", blank=True
    )
    release_pattern = models.CharField(_("Release tags"), max_length=200, default="*")
    # Which environments users use.
    production_pattern = models.CharField(_("Production"), max_length=200, default="prod*")
    # Opening a pull request that names a work item lets it go to review.
    opening_moves = models.BooleanField(_("Opening moves work items"), default=False)
    # Where merging lets it go; empty: nowhere.
    merging_moves_to = models.CharField(
        _("Merging moves work items"), max_length=10, choices=MovesTo.choices, blank=True
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    # Why the last reading came to nothing; empty where it went well.
    trouble = models.CharField(max_length=40, blank=True)
    trouble_detail = models.CharField(max_length=300, blank=True)
    # Where branches and tags stood when it was last read to the end.
    seen_refs = models.JSONField(default=dict)
    commits_count = models.PositiveIntegerField(default=0)
    last_commit_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RepositoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "repositories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "source"], name="repository_added_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Whether somebody asked for a reading that has not been done."""
        return self.asked_at is not None


class ReleaseTag(models.Model):
    """A tag that stands, or stood, for a release."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=250)
    sha = models.CharField(max_length=64)
    tagged_at = models.DateTimeField()
    # Taken out of the repository, or not a release any more by its name.
    is_deleted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "name"], name="tag_named_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["repository", "-tagged_at", "-id"], name="tag_by_day")
        ]

    def __str__(self) -> str:
        return self.name


class Commit(models.Model):
    repository = models.ForeignKey(Repository, models.CASCADE, related_name="commits")
    sha = models.CharField(max_length=64)
    # The shas of its parents, a space between them.
    parents = models.TextField(blank=True)
    author_name = models.CharField(max_length=200)
    author_mail = models.CharField(max_length=254)
    # The person with this mail, once there is one.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    authored_at = models.DateTimeField()
    committed_at = models.DateTimeField()
    subject = models.CharField(max_length=500)
    body = models.TextField(blank=True)
    files_count = models.PositiveIntegerField(default=0)
    lines_added = models.PositiveIntegerField(default=0)
    lines_deleted = models.PositiveIntegerField(default=0)
    first_release = models.ForeignKey(
        ReleaseTag, models.SET_NULL, null=True, blank=True, related_name="commits"
    )
    first_deployment = models.ForeignKey(
        "engineering.Deployment", models.SET_NULL, null=True, blank=True, related_name="commits"
    )
    # Not in the history of any branch or tag now, as after a force-push.
    is_lost = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "sha"], name="commit_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["repository", "-committed_at", "-id"], name="commit_by_day"),
            models.Index(
                fields=["repository", "first_release", "-committed_at", "-id"],
                name="commit_by_release",
            ),
            # What to give to a person who comes to work here.
            models.Index(
                fields=["repository", "author_mail"],
                condition=Q(author=None),
                name="commit_of_nobody_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short} {self.subject}"

    @property
    def short(self) -> str:
        return self.sha[:10]

    @property
    def parent_shas(self) -> list[str]:
        return self.parents.split()


class FileChange(models.Model):
    commit = models.ForeignKey(Commit, models.CASCADE, related_name="files")
    path = models.TextField()
    # Where a renamed or copied file came from.
    old_path = models.TextField(blank=True)
    kind = models.CharField(max_length=1, choices=ChangeKind.choices)
    # Empty where lines mean nothing, as in pictures.
    added = models.PositiveIntegerField(null=True)
    deleted = models.PositiveIntegerField(null=True)
    module = models.ForeignKey(
        "products.Module", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"

    @property
    def tone(self) -> str:
        """The tone of its kind, as pills have it."""
        return {ChangeKind.ADDED: "ok", ChangeKind.DELETED: "bad"}.get(ChangeKind(self.kind), "")

    @property
    def lines(self) -> int:
        """How many lines were added and deleted."""
        return (self.added or 0) + (self.deleted or 0)


class CommitModule(models.Model):
    """A commit changed files of a module."""

    commit = models.ForeignKey(Commit, models.CASCADE, related_name="modules")
    module = models.ForeignKey("products.Module", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commit", "module"], name="module_of_commit_once")
        ]
        indexes: ClassVar = [models.Index(fields=["module", "commit"], name="commits_of_module")]

    def __str__(self) -> str:
        return f"{self.commit_id}: {self.module_id}"


class CommitLink(models.Model):
    """A commit works on a requirement or work item that its message or its branch names."""

    commit = models.ForeignKey(Commit, models.CASCADE, related_name="links")
    requirement = models.ForeignKey(
        "backlog.Requirement", models.CASCADE, null=True, blank=True, related_name="+"
    )
    work_item = models.ForeignKey(
        "work.WorkItem", models.CASCADE, null=True, blank=True, related_name="+"
    )
    found_in = models.CharField(max_length=7, choices=FoundIn.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commit", "requirement"], name="commit_linked_once"),
            models.UniqueConstraint(fields=["commit", "work_item"], name="commit_of_item_once"),
            models.CheckConstraint(
                condition=Q(requirement__isnull=True) ^ Q(work_item__isnull=True),
                name="commit_linked_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commit_id} → {self.requirement_id or self.work_item_id}"


class PathRule(models.Model):
    """Files at such paths belong to a module; of several rules the first that fits holds."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    pattern = models.CharField(max_length=300)
    module = models.ForeignKey("products.Module", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "position"], name="rule_has_one_place")
        ]

    def __str__(self) -> str:
        return f"{self.pattern} → {self.module_id}"
