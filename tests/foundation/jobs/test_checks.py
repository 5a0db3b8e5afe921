"""What `twintrack doctor` and the operations page find."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django.fixtures import Settings as SettingsWrapper

from tests.factories.followers import Follower
from twintrack.foundation.jobs.checks import Check, file_system_of, list_checks
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.jobs.queries import BetweenVersions, count_pending_migrations
from twintrack.foundation.ledger import subscribers

pytestmark = pytest.mark.django_db
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local\\040disk xfs rw 0 0
"""


def check(code: str, *, with_network: bool = False) -> Check:
    return next(each for each in list_checks(with_network=with_network) if each.code == code)


def test_a_worker_that_runs_and_tables_of_this_version_are_in_order() -> None:
    now = timezone.now()
    assert check("worker").tone == "warn"
    worker = Worker.objects.create(host="a", pid=1, started_at=now, seen_at=now)
    assert check("worker").tone == "ok"
    worker.seen_at = now - timedelta(minutes=5)
    worker.save()

    assert check("worker").tone == "bad"
    assert check("database").tone == "ok"
    assert check("migrations").tone == "ok"
    assert check("disk").tone in {"ok", "warn", "bad"}


def test_tables_of_a_version_in_between_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    load = MigrationLoader.load_disk
    monkeypatch.setattr(
        MigrationLoader, "load_disk", lambda loader: (read.append("once"), load(loader))
    )
    assert count_pending_migrations() == 0
    assert read == ["once"]
    applied = MigrationRecorder(connection).migration_qs
    applied.filter(app="intake").delete()
    assert "1 step is missing" in check("migrations").text
    applied.create(app="intake", name="0001_initial")

    assert "too early for this one" in check("migrations").text
    with pytest.raises(BetweenVersions):
        count_pending_migrations()


def test_tables_of_the_version_before_a_join_are_taken_as_they_are() -> None:
    loader = MigrationLoader(connection)
    joined = [key for key, step in loader.disk_migrations.items() if step.replaces]
    applied = MigrationRecorder(connection).migration_qs
    for app, name in joined:
        assert applied.filter(app=app, name=name).delete()[0] == 1

    assert len(joined) > 20
    assert count_pending_migrations() == 0
    call_command("migrate", verbosity=0, interactive=False)
    assert {*joined} <= MigrationRecorder(connection).applied_migrations().keys()


def test_parked_entries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("parked").tone == "ok"
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    Follower().park()

    assert check("parked").tone == "warn"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/var/lib", "ext4"), ("/home/a", "nfs4"), ("/home/local disk/a", "xfs")],
)
def test_the_nearest_mount_says_what_a_folder_is_on(folder: str, kind: str, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)

    assert file_system_of(Path(folder), mounts) == kind
    assert file_system_of(Path(folder), tmp_path / "none") == ""


@pytest.mark.parametrize(("key", "tone"), [("short", "warn"), ("x" * 50, "ok")])
def test_a_short_secret_is_named(key: str, tone: str, settings: SettingsWrapper) -> None:
    settings.SECRET_KEY = key

    assert check("secret").tone == tone


def test_mail_without_a_server_and_a_server_that_is_silent_are_named(
    settings: SettingsWrapper,
) -> None:
    settings.EMAIL_HOST = ""
    assert check("mail").tone == "warn"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert check("mail").tone == "ok"
    assert check("mail", with_network=True).tone == "bad"
