import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("engineering", "0001_initial"),
        ("engineering", "0002_pulls_runs_hooks"),
        ("engineering", "0003_links_to_work"),
    ]

    initial = True

    dependencies = [
        ("backlog", "0001_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
        ("work", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="HostLogin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "host",
                            models.CharField(
                                choices=[
                                    ("github", "GitHub"),
                                    ("gitlab", "GitLab"),
                                    ("gitee", "Gitee"),
                                ],
                                max_length=6,
                                verbose_name="Host",
                            ),
                        ),
                        ("login", models.CharField(max_length=120, verbose_name="Account name")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person"], name="logins_of_person")],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("host"),
                                django.db.models.functions.text.Lower("login"),
                                name="login_of_one_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Repository",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        ("source", models.CharField(max_length=500, verbose_name="Address")),
                        (
                            "default_branch",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Default branch"
                            ),
                        ),
                        (
                            "reference_pattern",
                            models.CharField(
                                default="REQ-#", max_length=200, verbose_name="References"
                            ),
                        ),
                        (
                            "release_pattern",
                            models.CharField(
                                default="*", max_length=200, verbose_name="Release tags"
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("tried_at", models.DateTimeField(blank=True, null=True)),
                        ("trouble", models.CharField(blank=True, max_length=40)),
                        ("trouble_detail", models.CharField(blank=True, max_length=300)),
                        ("seen_refs", models.JSONField(default=dict)),
                        ("commits_count", models.PositiveIntegerField(default=0)),
                        ("last_commit_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.product",
                                verbose_name="Product",
                            ),
                        ),
                        (
                            "merging_moves_to",
                            models.CharField(
                                blank=True,
                                choices=[("in_testing", "to testing"), ("done", "to done")],
                                max_length=10,
                                verbose_name="Merging moves work items",
                            ),
                        ),
                        (
                            "opening_moves",
                            models.BooleanField(
                                default=False, verbose_name="Opening moves work items"
                            ),
                        ),
                        (
                            "production_pattern",
                            models.CharField(
                                default="prod*", max_length=200, verbose_name="Production"
                            ),
                        ),
                        (
                            "work_item_pattern",
                            models.CharField(
                                blank=True,
                                default="W-#",
                                max_length=200,
                                verbose_name="References to work items",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "repositories",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "source"), name="repository_added_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "host",
                            models.CharField(
                                choices=[
                                    ("github", "GitHub"),
                                    ("gitlab", "GitLab"),
                                    ("gitee", "Gitee"),
                                ],
                                max_length=6,
                                verbose_name="Host",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("salt", models.CharField(max_length=32)),
                        ("created_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("forged_count", models.PositiveIntegerField(default=0)),
                        ("forged_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "acts_as",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hooks",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PathRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("pattern", models.CharField(max_length=300)),
                        (
                            "module",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.module",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "position"), name="rule_has_one_place"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pipeline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=150)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("sha", models.CharField(blank=True, max_length=64)),
                        ("branch", models.CharField(blank=True, max_length=250)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Running"),
                                    ("passed", "Passed"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                    ("skipped", "Skipped"),
                                ],
                                max_length=9,
                                verbose_name="State",
                            ),
                        ),
                        ("url", models.CharField(blank=True, max_length=500)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField()),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pipelines",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["repository", "-told_at", "-id"], name="pipeline_by_day"
                            ),
                            models.Index(fields=["repository", "sha"], name="pipeline_of_commit"),
                            models.Index(fields=["finished_at"], name="pipeline_finished"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "key"), name="pipeline_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PullRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=500, verbose_name="Title")),
                        ("body", models.TextField(blank=True)),
                        ("url", models.CharField(blank=True, max_length=500)),
                        ("author_login", models.CharField(blank=True, max_length=120)),
                        ("author_name", models.CharField(blank=True, max_length=200)),
                        ("source_branch", models.CharField(blank=True, max_length=250)),
                        ("target_branch", models.CharField(blank=True, max_length=250)),
                        ("head_sha", models.CharField(blank=True, max_length=64)),
                        ("merge_sha", models.CharField(blank=True, max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("merged", "Merged"),
                                    ("closed", "Closed unmerged"),
                                ],
                                max_length=6,
                                verbose_name="State",
                            ),
                        ),
                        ("is_draft", models.BooleanField(default=False)),
                        ("opened_at", models.DateTimeField()),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        ("head_at", models.DateTimeField()),
                        ("first_review_at", models.DateTimeField(blank=True, null=True)),
                        ("last_review_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("merged_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("waits_since", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField()),
                        ("lines_added", models.PositiveIntegerField(null=True)),
                        ("lines_deleted", models.PositiveIntegerField(null=True)),
                        ("files_count", models.PositiveIntegerField(null=True)),
                        ("commits_count", models.PositiveIntegerField(null=True)),
                        ("read_sha", models.CharField(blank=True, max_length=64)),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pull_requests",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-opened_at", "-id"], name="pull_by_day"),
                            models.Index(
                                fields=["state", "-opened_at", "-id"], name="pull_by_state"
                            ),
                            models.Index(
                                fields=["repository", "-opened_at", "-id"],
                                name="pull_of_repository",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state", "open"), ("waits_since__isnull", False)
                                ),
                                fields=["waits_since", "id"],
                                name="pull_waiting",
                            ),
                            models.Index(fields=["author", "state"], name="pull_of_author"),
                            models.Index(fields=["merged_at"], name="pull_merged"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "number"), name="pull_request_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HookDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        ("event", models.CharField(blank=True, max_length=80)),
                        ("key", models.CharField(blank=True, max_length=120)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("content_type", models.CharField(blank=True, max_length=80)),
                        ("body", models.TextField(blank=True)),
                        ("size", models.PositiveIntegerField(default=0)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Taken in"),
                                    ("repeated", "Repeated"),
                                    ("ignored", "Not of interest"),
                                    ("unknown", "Unknown repository"),
                                    ("refused", "Refused"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=40)),
                        ("problem_detail", models.CharField(blank=True, max_length=200)),
                        ("status", models.PositiveSmallIntegerField(default=202)),
                        ("changed", models.PositiveSmallIntegerField(default=0)),
                        ("older", models.PositiveSmallIntegerField(default=0)),
                        ("handled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "again_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="repeats",
                                to="engineering.hookdelivery",
                            ),
                        ),
                        (
                            "hook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="engineering.hook",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="engineering.repository",
                            ),
                        ),
                        (
                            "pull_request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="engineering.pullrequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "indexes": [
                            models.Index(fields=["hook", "-id"], name="hook_log"),
                            models.Index(
                                fields=["hook", "outcome", "-id"], name="hook_log_by_outcome"
                            ),
                            models.Index(fields=["hook", "fingerprint"], name="hook_content"),
                            models.Index(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=["hook", "key"],
                                name="hook_delivery_id",
                            ),
                            models.Index(fields=["received_at"], name="hook_delivery_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PullRequestLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "named_in",
                            models.CharField(
                                choices=[
                                    ("title", "Named in the title"),
                                    ("body", "Named in the description"),
                                    ("branch", "Named by the branch"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "pull_request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="engineering.pullrequest",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="backlog.requirement",
                            ),
                        ),
                        (
                            "work_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="work.workitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("requirement__isnull", False)),
                                fields=("pull_request", "requirement"),
                                name="pull_linked_to_requirement_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("work_item__isnull", False)),
                                fields=("pull_request", "work_item"),
                                name="pull_linked_to_work_item_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("requirement__isnull", True),
                                    ("work_item__isnull", True),
                                    _connector="XOR",
                                ),
                                name="pull_linked_to_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleaseTag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=250)),
                        ("sha", models.CharField(max_length=64)),
                        ("tagged_at", models.DateTimeField()),
                        ("is_deleted", models.BooleanField(default=False)),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tags",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["repository", "-tagged_at", "-id"], name="tag_by_day"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "name"), name="tag_named_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deployment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=150)),
                        (
                            "environment",
                            models.CharField(max_length=120, verbose_name="Environment"),
                        ),
                        ("sha", models.CharField(blank=True, max_length=64)),
                        ("ref", models.CharField(blank=True, max_length=250)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Running"),
                                    ("succeeded", "Succeeded"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=9,
                                verbose_name="State",
                            ),
                        ),
                        ("url", models.CharField(blank=True, max_length=500)),
                        ("deployed_by_login", models.CharField(blank=True, max_length=120)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField()),
                        ("is_production", models.BooleanField(default=False)),
                        ("broke_at", models.DateTimeField(blank=True, null=True)),
                        ("broke_note", models.CharField(blank=True, max_length=300)),
                        ("restored_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "deployed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "release_tag",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="engineering.releasetag",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deployments",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-started_at", "-id"], name="deployment_by_day"),
                            models.Index(
                                fields=["repository", "environment", "-started_at", "-id"],
                                name="deployment_of_environment",
                            ),
                            models.Index(fields=["finished_at"], name="deployment_finished"),
                            models.Index(
                                condition=models.Q(
                                    ("restored_at", None),
                                    models.Q(
                                        ("state", "failed"),
                                        ("broke_at__isnull", False),
                                        _connector="OR",
                                    ),
                                ),
                                fields=["repository", "environment"],
                                name="deployment_broken",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "key"), name="deployment_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("sha", models.CharField(max_length=64)),
                        ("parents", models.TextField(blank=True)),
                        ("author_name", models.CharField(max_length=200)),
                        ("author_mail", models.CharField(max_length=254)),
                        ("authored_at", models.DateTimeField()),
                        ("committed_at", models.DateTimeField()),
                        ("subject", models.CharField(max_length=500)),
                        ("body", models.TextField(blank=True)),
                        ("files_count", models.PositiveIntegerField(default=0)),
                        ("lines_added", models.PositiveIntegerField(default=0)),
                        ("lines_deleted", models.PositiveIntegerField(default=0)),
                        ("is_lost", models.BooleanField(default=False)),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first_release",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="commits",
                                to="engineering.releasetag",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="commits",
                                to="engineering.repository",
                            ),
                        ),
                        (
                            "first_deployment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="commits",
                                to="engineering.deployment",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["repository", "-committed_at", "-id"], name="commit_by_day"
                            ),
                            models.Index(
                                fields=["repository", "first_release", "-committed_at", "-id"],
                                name="commit_by_release",
                            ),
                            models.Index(
                                condition=models.Q(("author", None)),
                                fields=["repository", "author_mail"],
                                name="commit_of_nobody_known",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "sha"), name="commit_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "found_in",
                            models.CharField(
                                choices=[
                                    ("message", "Named in the message"),
                                    ("branch", "Named by the branch"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "commit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="engineering.commit",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="backlog.requirement",
                            ),
                        ),
                        (
                            "work_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="work.workitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("commit", "requirement"), name="commit_linked_once"
                            ),
                            models.UniqueConstraint(
                                fields=("commit", "work_item"), name="commit_of_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("requirement__isnull", True),
                                    ("work_item__isnull", True),
                                    _connector="XOR",
                                ),
                                name="commit_linked_to_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitModule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "commit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="modules",
                                to="engineering.commit",
                            ),
                        ),
                        (
                            "module",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.module",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["module", "commit"], name="commits_of_module")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("commit", "module"), name="module_of_commit_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("path", models.TextField()),
                        ("old_path", models.TextField(blank=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("A", "Added"),
                                    ("M", "Modified"),
                                    ("D", "Deleted"),
                                    ("R", "Renamed"),
                                    ("C", "Copied"),
                                    ("T", "Type changed"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("added", models.PositiveIntegerField(null=True)),
                        ("deleted", models.PositiveIntegerField(null=True)),
                        (
                            "commit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="engineering.commit",
                            ),
                        ),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="products.module",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PullRequestCommit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "commit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="engineering.commit",
                            ),
                        ),
                        (
                            "pull_request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="engineering.pullrequest",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["commit"], name="pulls_of_commit")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pull_request", "commit"), name="commit_of_pull_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewFact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=150)),
                        ("reviewer_login", models.CharField(blank=True, max_length=120)),
                        ("reviewer_name", models.CharField(blank=True, max_length=200)),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("approved", "Approved"),
                                    ("changes_requested", "Changes requested"),
                                    ("commented", "Commented"),
                                    ("dismissed", "Approval taken back"),
                                ],
                                max_length=17,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("url", models.CharField(blank=True, max_length=500)),
                        (
                            "pull_request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="engineering.pullrequest",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="review_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pull_request", "key"), name="review_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRequested",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pull_request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asked",
                                to="engineering.pullrequest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "reviews requested",
                        "indexes": [models.Index(fields=["person"], name="reviews_asked_of")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pull_request", "person"), name="asked_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
