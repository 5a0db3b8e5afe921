import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("engineering", "0001_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Build",
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
                        ("sha", models.CharField(max_length=64)),
                        (
                            "branch",
                            models.CharField(blank=True, max_length=200, verbose_name="Branch"),
                        ),
                        ("is_main", models.BooleanField(default=False)),
                        ("job", models.CharField(blank=True, max_length=200, verbose_name="Job")),
                        ("url", models.CharField(blank=True, max_length=500)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("reported_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("passed", "Passed"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("is_state_told", models.BooleanField(default=False)),
                        ("passed", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("flaky", models.PositiveIntegerField(default=0)),
                        ("skipped", models.PositiveIntegerField(default=0)),
                        ("muted", models.PositiveIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                        ("lines_total", models.PositiveIntegerField(blank=True, null=True)),
                        ("lines_covered", models.PositiveIntegerField(blank=True, null=True)),
                        ("changed_total", models.PositiveIntegerField(blank=True, null=True)),
                        ("changed_covered", models.PositiveIntegerField(blank=True, null=True)),
                        ("base_sha", models.CharField(blank=True, max_length=64)),
                        (
                            "unmeasured",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("commit", "The commit has not been read yet"),
                                    ("mirror", "The repository's copy does not hold the commit"),
                                    ("nothing", "No line that can be run was changed"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "commit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="engineering.commit",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["product", "-started_at", "-id"], name="build_by_day"
                            ),
                            models.Index(
                                fields=["repository", "is_main", "job", "-started_at"],
                                name="build_of_main",
                            ),
                            models.Index(
                                condition=models.Q(("commit", None)),
                                fields=["repository", "sha"],
                                name="build_unjoined",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "sha", "job", "url"),
                                name="build_reported_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverageRun",
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
                        ("name", models.CharField(max_length=200)),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("junit", "JUnit"),
                                    ("cobertura", "Cobertura"),
                                    ("lcov", "LCOV"),
                                    ("jacoco", "JaCoCo"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("lines_total", models.PositiveIntegerField()),
                        ("lines_covered", models.PositiveIntegerField()),
                        ("reported_at", models.DateTimeField()),
                        (
                            "build",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="coverages",
                                to="quality.build",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("build", "digest"), name="coverage_reported_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileCoverage",
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
                        ("covered", models.TextField(blank=True)),
                        ("missed", models.TextField(blank=True)),
                        ("lines_total", models.PositiveIntegerField()),
                        ("lines_covered", models.PositiveIntegerField()),
                        ("changed_total", models.PositiveIntegerField(default=0)),
                        ("changed_covered", models.PositiveIntegerField(default=0)),
                        ("changed_missed", models.TextField(blank=True)),
                        (
                            "build",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="quality.build",
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
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("build", "path"), name="file_covered_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModuleTally",
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
                        ("day", models.DateField()),
                        ("is_main", models.BooleanField()),
                        ("passed", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("flaky", models.PositiveIntegerField(default=0)),
                        ("skipped", models.PositiveIntegerField(default=0)),
                        ("muted", models.PositiveIntegerField(default=0)),
                        ("lines_total", models.PositiveIntegerField(default=0)),
                        ("lines_covered", models.PositiveIntegerField(default=0)),
                        ("changed_total", models.PositiveIntegerField(default=0)),
                        ("changed_covered", models.PositiveIntegerField(default=0)),
                        (
                            "build",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tallies",
                                to="quality.build",
                            ),
                        ),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.module",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "module tallies",
                        "indexes": [
                            models.Index(fields=["product", "is_main", "day"], name="tally_by_day"),
                            models.Index(fields=["build", "module"], name="tally_of_build"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QualityGate",
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
                            "min_pass_rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                verbose_name="Pass rate at least, %",
                            ),
                        ),
                        (
                            "min_changed_coverage",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                verbose_name="Changed lines covered at least, %",
                            ),
                        ),
                        (
                            "max_flaky_share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                verbose_name="Flaky at most, %",
                            ),
                        ),
                        (
                            "max_blockers",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Open blockers at most"
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("kept", "Holds"),
                                    ("broken", "Broken"),
                                    ("unknown", "Not known"),
                                ],
                                default="unknown",
                                max_length=7,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list)),
                        ("judged_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.module",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "module"), name="gate_of_module_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("module", None)),
                                fields=("product",),
                                name="gate_of_product_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateVerdict",
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
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("kept", "Holds"),
                                    ("broken", "Broken"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list)),
                        ("judged_at", models.DateTimeField()),
                        (
                            "build",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="verdicts",
                                to="quality.build",
                            ),
                        ),
                        (
                            "gate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="verdicts",
                                to="quality.qualitygate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("gate", "build"), name="gate_judged_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestCase",
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
                        ("key", models.CharField(max_length=32)),
                        ("classname", models.CharField(blank=True, max_length=300)),
                        ("name", models.CharField(max_length=500)),
                        ("path", models.CharField(blank=True, max_length=500)),
                        ("first_seen_at", models.DateTimeField()),
                        ("flaky_since", models.DateTimeField(blank=True, null=True)),
                        ("flaky_last_at", models.DateTimeField(blank=True, null=True)),
                        ("flaky_count", models.PositiveIntegerField(default=0)),
                        (
                            "muted_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="Look at it again on"
                            ),
                        ),
                        ("muted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mute_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="Reason"),
                        ),
                        (
                            "failing_since",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="quality.build",
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
                        (
                            "muted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "passing_until",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="quality.build",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        (
                            "repository",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="engineering.repository",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("flaky_last_at__isnull", False)),
                                fields=["product", "-flaky_last_at", "-id"],
                                name="test_flaky",
                            ),
                            models.Index(
                                condition=models.Q(("failing_since__isnull", False)),
                                fields=["repository"],
                                name="test_failing",
                            ),
                            models.Index(
                                condition=models.Q(("muted_until__isnull", False)),
                                fields=["muted_until"],
                                name="test_muted",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("repository", "key"), name="test_known_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestRun",
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
                        ("name", models.CharField(max_length=200)),
                        ("suite", models.CharField(blank=True, max_length=300)),
                        ("digest", models.CharField(max_length=64)),
                        ("passed", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("flaky", models.PositiveIntegerField(default=0)),
                        ("skipped", models.PositiveIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                        ("passed_tests", models.BinaryField(default=bytes)),
                        ("skipped_tests", models.BinaryField(default=bytes)),
                        ("reported_at", models.DateTimeField()),
                        (
                            "build",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="quality.build",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("build", "digest"), name="run_reported_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestResult",
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
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("passed", "Passed"),
                                    ("failed", "Failed"),
                                    ("flaky", "Flaky"),
                                    ("skipped", "Skipped"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("message", models.TextField(blank=True)),
                        ("seconds", models.FloatField(default=0)),
                        ("at", models.DateTimeField()),
                        (
                            "build",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="quality.build",
                            ),
                        ),
                        (
                            "test",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="quality.testcase",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="quality.testrun",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["test", "-at", "-id"], name="result_of_test"),
                            models.Index(fields=["build", "outcome"], name="result_of_build"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestWeek",
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
                        ("week", models.DateField()),
                        ("passed", models.PositiveIntegerField(default=0)),
                        ("failed", models.PositiveIntegerField(default=0)),
                        ("flaky", models.PositiveIntegerField(default=0)),
                        ("skipped", models.PositiveIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        (
                            "test",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weeks",
                                to="quality.testcase",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["product", "week"], name="test_weeks")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("test", "week"), name="test_counted_once_a_week"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
