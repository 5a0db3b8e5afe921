"""What the REST API can do, from the command line."""

import json

import pytest
from django.utils import translation
from typer.testing import CliRunner

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.cli.main import build
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Reach
from twintrack.rnd.work.models import WorkItem

pytestmark = pytest.mark.django_db


def run(*words: str, language: str = "en") -> tuple[int, str]:
    with translation.override(language):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(build(), ["api", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_work_is_written_down_read_and_moved_as_the_person_named() -> None:
    zhou = make_user(Role.ENGINEER, email="zhou@example.com")
    make_user(Role.ADMIN, email="admin@example.com")
    make_product(code="h3")
    as_zhou = ("--as", zhou.email)

    _code, made = run("post", "/work-items", "product=h3", "title=Dämpfen", "points:=3", *as_zhou)
    number = json.loads(made)["number"]
    item = WorkItem.objects.get()
    assert (item.title, item.points, item.created_by) == ("Dämpfen", 3, zhou)
    assert Entry.objects.get(about_kind="work_item").actor == zhou
    code, listed = run("GET", "work-items", "product=h3")
    assert (code, json.loads(listed)["items"][0]["number"]) == (0, number)
    run("POST", f"/api/v1/work-items/{number}/state", "state=in_progress", *as_zhou)
    item.refresh_from_db()
    assert item.state == "in_progress"


def test_what_is_refused_says_why_in_the_language_of_the_terminal() -> None:
    make_user(Role.ADMIN, email="admin@example.com")
    stranger = make_user(Role.ENGINEER, email="zhou@example.com")
    make_product(code="secret", reach=Reach.TEAMS)

    code, said = run("GET", "products/secret", "--as", stranger.email)
    assert (code, "you may not see it" in said) == (1, True)
    code, said = run("POST", "work-items", "product=nothing", "title=")
    assert (code, "title" in said) == (1, True)
    code, said = run("GET", "nowhere", language="zh-hans")
    assert (code, "不存在" in said) == (1, True)
    for wrong in (("BREW", "products"), ("POST", "products", "code"), ("POST", "x", "points:=3,")):
        assert run(*wrong)[0] == 2
