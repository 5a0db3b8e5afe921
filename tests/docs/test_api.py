"""Each command of docs/api does what the page says."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.people import make_user
from tests.factories.tokens import make_token
from twintrack.foundation.access.roles import Role

PAGE = Path(__file__).resolve().parents[2] / "docs/api/README.md"
COMMANDS = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)


def run(client: Client, command: str) -> int:
    """Send what a curl command would send."""
    words = shlex.split(command.replace("\\\n", " "))
    method, headers, body, files, url = "GET", {}, "", {}, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
        elif word == "-F":
            name, _equals, file = words.pop(0).partition("=@")
            files[name] = SimpleUploadedFile(file, b"picture", "image/jpeg")
        elif word.startswith("http"):
            url = word
    path = urlsplit(url)._replace(scheme="", netloc="").geturl()
    if files:
        return client.post(path, files, headers=headers).status_code
    answer = client.generic(method, path, body, content_type="application/json", headers=headers)
    return answer.status_code


@pytest.mark.django_db
def test_the_commands_work_in_their_order(client: Client) -> None:
    _token, secret = make_token(make_user(Role.EXECUTIVE))

    statuses = [run(client, command.replace("$TOKEN", secret)) for command in COMMANDS]

    assert len(statuses) == 7
    assert statuses == [200, 201, 201, 201, 201, 200, 200]
