"""Only who knows the secret is let in, whichever way the host signs."""

from datetime import UTC, datetime, timedelta

import pytest

from twintrack.connectors.gitee import signature as gitee
from twintrack.connectors.github import signature as github
from twintrack.connectors.gitlab import signature as gitlab
from twintrack.connectors.registry import HOSTS
from twintrack.connectors.signing import write_secret

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRET, OTHER = write_secret(b"a" * 32), write_secret(b"b" * 32)
BODY = '{"action": "开"}'.encode()
SECONDS = str(int(NOW.timestamp()))


def is_genuine(host: str, headers: dict[str, str], body: bytes = BODY) -> bool:
    return HOSTS[host].is_genuine(headers, body, secret=SECRET, at=NOW)


def test_github_signs_the_body() -> None:
    headers = {"X-Hub-Signature-256": github.sign(SECRET, BODY)}

    assert is_genuine("github", headers)
    assert not is_genuine("github", headers, BODY + b" ")
    assert not is_genuine("github", {"X-Hub-Signature-256": github.sign(OTHER, BODY)})
    assert not is_genuine("github", {"X-Hub-Signature": github.sign(SECRET, BODY)})
    assert not is_genuine("github", {"X-Hub-Signature-256": "sha256=é\udce9"})
    # What GitHub's own documentation computes.
    assert github.sign("It's a Secret to Everybody", b"Hello, World!") == (
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    )


def test_gitlab_sends_the_token_or_signs() -> None:
    assert is_genuine("gitlab", {"X-Gitlab-Token": SECRET})
    assert not is_genuine("gitlab", {"X-Gitlab-Token": OTHER})
    assert not is_genuine("gitlab", {})
    right = gitlab.sign(SECRET, delivery="d1", timestamp=SECONDS, body=BODY)
    headers = {"webhook-id": "d1", "webhook-timestamp": SECONDS}
    assert is_genuine("gitlab", headers | {"webhook-signature": f"v1,AAAA {right}"})
    assert not is_genuine("gitlab", headers | {"webhook-signature": right, "webhook-id": "d2"})
    # Whoever signs is not let in by the token alone.
    wrong = {"webhook-signature": "v1,AAAA", "X-Gitlab-Token": SECRET}
    assert not is_genuine("gitlab", headers | wrong)
    # The example of the Standard Webhooks specification.
    assert gitlab.sign(
        "whsec_plJ3nmyCDGBKInavdOK15jsl",
        delivery="msg_loFOjxBNrRLzqYUf",
        timestamp="1731705121",
        body=b'{"event_type":"ping","data":{"success":true}}',
    ) == ("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")


@pytest.mark.parametrize("offset", [-6, 6])
def test_old_signatures_of_gitlab_are_refused(offset: int) -> None:
    moment = str(int((NOW + timedelta(minutes=offset)).timestamp()))
    right = gitlab.sign(SECRET, delivery="d1", timestamp=moment, body=BODY)
    headers = {"webhook-id": "d1", "webhook-timestamp": moment, "webhook-signature": right}

    assert not is_genuine("gitlab", headers)
    assert not is_genuine("gitlab", headers | {"webhook-timestamp": "soon"})


def test_gitee_sends_a_password_or_signs_the_time() -> None:
    millis = f"{SECONDS}000"
    right = gitee.sign(SECRET, timestamp=millis)
    stamped = {"X-Gitee-Timestamp": millis}

    assert is_genuine("gitee", stamped | {"X-Gitee-Token": SECRET})
    assert is_genuine("gitee", stamped | {"X-Gitee-Token": right})
    quoted = right.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert is_genuine("gitee", stamped | {"X-Gitee-Token": quoted})
    assert not is_genuine("gitee", stamped | {"X-Gitee-Token": OTHER})
    assert not is_genuine("gitee", stamped)
    assert not is_genuine("gitee", {"X-Gitee-Token": right})
    old = str(int((NOW - timedelta(hours=2)).timestamp() * 1000))
    aged = {"X-Gitee-Timestamp": old, "X-Gitee-Token": gitee.sign(SECRET, timestamp=old)}
    assert not is_genuine("gitee", aged)
