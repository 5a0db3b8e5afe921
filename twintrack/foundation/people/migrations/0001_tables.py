import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_user_mail_when"),
        ("people", "0003_invitations_and_sessions"),
        ("people", "0004_session_of_a_person"),
        ("people", "0005_joined_when_it_was"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "email",
                            models.EmailField(max_length=254, unique=True, verbose_name="E-mail"),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=80, verbose_name="Job title"),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "中文"), ("en", "English")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="Language",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("auto", "Same as the device"),
                                    ("light", "Light"),
                                    ("dark", "Dark"),
                                ],
                                default="auto",
                                max_length=5,
                                verbose_name="Theme",
                            ),
                        ),
                        (
                            "density",
                            models.CharField(
                                choices=[("cosy", "Cosy"), ("compact", "Compact")],
                                default="cosy",
                                max_length=7,
                                verbose_name="Density",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Asia/Shanghai", max_length=50, verbose_name="Time zone"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        ("is_service", models.BooleanField(default=False)),
                        (
                            "joined_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "mail_when",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once"),
                                    ("daily", "Once a day, together"),
                                    ("never", "Never"),
                                ],
                                default="at_once",
                                max_length=7,
                                verbose_name="E-mail notifications",
                            ),
                        ),
                        ("sessions_ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40,
                                primary_key=True,
                                serialize=False,
                                verbose_name="session key",
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        (
                            "expire_date",
                            models.DateTimeField(db_index=True, verbose_name="expire date"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                        ("email", models.EmailField(max_length=254, verbose_name="E-mail")),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        ("roles", models.JSONField(default=list)),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("invited_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "中文"), ("en", "English")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="Language",
                            ),
                        ),
                        (
                            "teams",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="people.team", verbose_name="Teams"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Team",
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
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="Name")),
                        (
                            "track",
                            models.CharField(
                                choices=[
                                    ("rd", "R&D"),
                                    ("sales", "Sales"),
                                    ("helix", "Both tracks"),
                                ],
                                default="helix",
                                max_length=5,
                                verbose_name="Track",
                            ),
                        ),
                        (
                            "members",
                            models.ManyToManyField(
                                related_name="teams",
                                through="people.TeamMembership",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TeamMembership",
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
                            "is_lead",
                            models.BooleanField(default=False, verbose_name="Leads the team"),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="people.team",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("team", "user"), name="one_membership_per_team"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
