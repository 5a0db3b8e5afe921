"""The page of the API reference."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.server import api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("List customers", "In the body")), ("zh-hans", ("列出客户", "请求体"))],
)
def test_every_endpoint_stands_in_the_reference_in_the_readers_language(
    client: Client, language: str, words: tuple[str, ...]
) -> None:
    client.force_login(make_user(Role.ENGINEER, language=language))

    page = client.get("/api/v1/docs")

    text = page.content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert f">{path}<" in text, path
    for each in words:
        assert each in text
    assert "unsafe-eval" not in page.headers["Content-Security-Policy"]


def test_the_reference_names_types_choices_and_a_command_to_try(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))

    text = client.get("/api/v1/docs").content.decode()

    assert "blocker · major · minor · trivial" in text
    assert "curl -X POST http://testserver/api/v1/customers" in text
    assert "-F file=@photo.jpg" in text


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    make_user()

    assert client.get("/api/v1/docs").headers["Location"].startswith("/account/login/")
