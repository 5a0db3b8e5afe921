"""Pull requests, what was said of them, and what they work on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.engineering.models.repositories import Repository


class PullState(models.TextChoices):
    OPEN = "open", _("Open")
    MERGED = "merged", _("Merged")
    CLOSED = "closed", _("Closed unmerged")


class Verdict(models.TextChoices):
    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    COMMENTED = "commented", _("Commented")
    DISMISSED = "dismissed", _("Approval taken back")


class NamedIn(models.TextChoices):
    TITLE = "title", _("Named in the title")
    BODY = "body", _("Named in the description")
    BRANCH = "branch", _("Named by the branch")


class PullRequestQuerySet(models.QuerySet["PullRequest"]):
    def visible_to(self, user: User) -> PullRequestQuerySet:
        """Keep those of repositories that the person sees."""
        if not may(user, Act.SEE_REPOSITORIES):
            return self.none()
        return self.filter(repository__product_id__in=visible_product_ids(user))

    def waiting(self) -> PullRequestQuerySet:
        """Keep those that wait for somebody to look at them."""
        return self.filter(state=PullState.OPEN, waits_since__isnull=False)


class PullRequest(models.Model):
    """A change that is proposed for a branch, as its host last told of it."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="pull_requests")
    number = models.PositiveIntegerField()
    title = models.CharField(_("Title"), max_length=500)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    author_login = models.CharField(max_length=120, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    # The person with this login or mail, once there is one.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source_branch = models.CharField(max_length=250, blank=True)
    target_branch = models.CharField(max_length=250, blank=True)
    head_sha = models.CharField(max_length=64, blank=True)
    merge_sha = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("State"), max_length=6, choices=PullState.choices)
    is_draft = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    # When it could be reviewed: opened, or no draft any more.
    ready_at = models.DateTimeField(null=True, blank=True)
    # When it last came to other commits.
    head_at = models.DateTimeField()
    first_review_at = models.DateTimeField(null=True, blank=True)
    last_review_at = models.DateTimeField(null=True, blank=True)
    # The newest approval that holds.
    approved_at = models.DateTimeField(null=True, blank=True)
    merged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Since when it waits for a review; empty where it does not.
    waits_since = models.DateTimeField(null=True, blank=True)
    # The moment at the host that what stands here is of: what is older changes nothing.
    told_at = models.DateTimeField()
    lines_added = models.PositiveIntegerField(null=True)
    lines_deleted = models.PositiveIntegerField(null=True)
    files_count = models.PositiveIntegerField(null=True)
    commits_count = models.PositiveIntegerField(null=True)
    # The commit up to which its commits have been found in the history.
    read_sha = models.CharField(max_length=64, blank=True)

    objects: ClassVar = PullRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repository", "number"], name="pull_request_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["-opened_at", "-id"], name="pull_by_day"),
            models.Index(fields=["state", "-opened_at", "-id"], name="pull_by_state"),
            models.Index(fields=["repository", "-opened_at", "-id"], name="pull_of_repository"),
            models.Index(
                fields=["waits_since", "id"],
                condition=Q(state="open", waits_since__isnull=False),
                name="pull_waiting",
            ),
            models.Index(fields=["author", "state"], name="pull_of_author"),
            models.Index(fields=["merged_at"], name="pull_merged"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("pull-request-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == PullState.OPEN

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return {PullState.MERGED: "helix", PullState.OPEN: "ok"}.get(PullState(self.state), "")

    @property
    def icon(self) -> str:
        """The icon of its pill."""
        if self.is_draft and self.is_open:
            return "git-pull-request-draft"
        return {
            PullState.MERGED: "git-merge",
            PullState.CLOSED: "git-pull-request-closed",
        }.get(PullState(self.state), "git-pull-request")

    @property
    def author_label(self) -> str:
        """What its author is called where nobody here is known as that."""
        return self.author_name or self.author_login or "—"


class ReviewFact(models.Model):
    """What somebody said of a pull request, once."""

    pull_request = models.ForeignKey(PullRequest, models.CASCADE, related_name="reviews")
    # The host's own id: the same review never counts twice.
    key = models.CharField(max_length=150)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewer_login = models.CharField(max_length=120, blank=True)
    reviewer_name = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=17, choices=Verdict.choices)
    at = models.DateTimeField()
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pull_request", "key"], name="review_once")
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="review_by_day")]

    def __str__(self) -> str:
        return f"{self.pull_request_id}: {self.verdict}"

    @property
    def reviewer_label(self) -> str:
        """What the reviewer is called where nobody here is known as that."""
        return self.reviewer_name or self.reviewer_login or "—"

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return {"approved": "ok", "changes_requested": "bad", "dismissed": "warn"}.get(
            self.verdict, ""
        )


class ReviewRequested(models.Model):
    """Somebody here is asked to review a pull request and has not done so yet."""

    pull_request = models.ForeignKey(PullRequest, models.CASCADE, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reviews requested"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pull_request", "person"], name="asked_once")
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="reviews_asked_of")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.pull_request_id}"


class PullRequestCommit(models.Model):
    """A commit came, or is to come, by a pull request."""

    pull_request = models.ForeignKey(PullRequest, models.CASCADE, related_name="+")
    commit = models.ForeignKey("engineering.Commit", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pull_request", "commit"], name="commit_of_pull_once")
        ]
        indexes: ClassVar = [models.Index(fields=["commit"], name="pulls_of_commit")]

    def __str__(self) -> str:
        return f"{self.pull_request_id}: {self.commit_id}"


class PullRequestLink(models.Model):
    """A pull request works on a requirement or a work item, because it names it."""

    pull_request = models.ForeignKey(PullRequest, models.CASCADE, related_name="links")
    requirement = models.ForeignKey(
        "backlog.Requirement", models.CASCADE, null=True, blank=True, related_name="+"
    )
    work_item = models.ForeignKey(
        "work.WorkItem", models.CASCADE, null=True, blank=True, related_name="+"
    )
    named_in = models.CharField(max_length=6, choices=NamedIn.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pull_request", "requirement"],
                condition=Q(requirement__isnull=False),
                name="pull_linked_to_requirement_once",
            ),
            models.UniqueConstraint(
                fields=["pull_request", "work_item"],
                condition=Q(work_item__isnull=False),
                name="pull_linked_to_work_item_once",
            ),
            models.CheckConstraint(
                condition=Q(requirement__isnull=True) ^ Q(work_item__isnull=True),
                name="pull_linked_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pull_request_id} → {self.requirement_id or self.work_item_id}"
