"""Files are kept with objects, for whoever sees the object."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings as SettingsWrapper

from tests.factories.backlog import make_requirement
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.files import operations
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(name: str = "a.png", body: bytes = b"x", kind: str = "image/png") -> Attachment:
    user = make_user(Role.ENGINEER)
    uploaded = SimpleUploadedFile(name, body, kind)
    return operations.attach(uploaded=uploaded, about=make_requirement(), by=user, at=AT)


def test_a_file_is_kept_with_its_object_and_noted_in_the_ledger() -> None:
    attachment = put("卷绕机.png", b"picture")

    with attachment.file.open() as kept:
        assert kept.read() == b"picture"
    assert Entry.objects.latest("pk").payload == {
        "attachment_id": attachment.pk,
        "name": "卷绕机.png",
        "size": 7,
    }


def test_the_name_of_a_file_never_says_where_it_lies() -> None:
    attachment = put("..\\..\\etc/pass\x00wd.png")

    assert attachment.name == "passwd.png"
    assert "passwd" not in attachment.file.name


def test_a_file_that_is_too_large_or_empty_is_refused(
    settings: SettingsWrapper, folder: Path
) -> None:
    settings.TWINTRACK = settings.TWINTRACK | {"max_upload_bytes": 3}

    with pytest.raises(operations.FileTooLarge):
        put(body=b"1234")
    with pytest.raises(operations.FileEmpty):
        put(body=b"")
    assert not Attachment.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_guest_adds_no_file() -> None:
    with pytest.raises(NotAllowed):
        operations.attach(
            uploaded=SimpleUploadedFile("a", b"x"),
            about=make_requirement(),
            by=make_user(Role.GUEST),
            at=AT,
        )


def test_a_long_name_keeps_its_ending() -> None:
    assert operations.clean_name("a" * 300 + ".xlsx").endswith(".xlsx")
    assert len(operations.clean_name("a" * 300 + ".xlsx")) <= 160
    assert operations.clean_name("\x00") == "file"


def test_only_who_sees_the_object_reads_its_file(client: Client) -> None:
    inside, outside = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    requirement = make_requirement(product=product)
    file = SimpleUploadedFile("a.html", b"<script>", "text/html")
    attachment = operations.attach(uploaded=file, about=requirement, by=inside, at=AT)

    client.force_login(outside)
    assert client.get(f"/files/{attachment.pk}/").status_code == 404
    client.force_login(inside)
    answer = client.get(f"/files/{attachment.pk}/")

    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get("/files/999999/").status_code == 404
