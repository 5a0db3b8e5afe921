"""Pages shown when something is wrong, and the look of the shell."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.ui import context, middleware, views

Page = Callable[[HttpRequest], HttpResponse]
PAGES: list[tuple[Page, int, str]] = [
    (views.bad_request, 400, "无法读取提交的内容"),
    (views.not_found, 404, "这里什么也没有"),
    (views.forbidden, 403, "您的角色不包含这个页面"),
    (partial(middleware.wrong_method, allowed="POST"), 405, "这里没有可以打开的页面"),
    (views.csrf_failure, 403, "这个表单放得太久了"),
    (views.server_error, 500, "这是我们的问题"),
]


@pytest.fixture
def request_of_a_stranger(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    request.csp_nonce = "nonce"  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(("page", "status", "chinese"), PAGES)
def test_error_pages_speak_the_readers_language(
    page: Page, status: int, chinese: str, request_of_a_stranger: HttpRequest
) -> None:
    with translation.override("zh-hans"):
        response = page(request_of_a_stranger)
    with translation.override("en"):
        english = page(request_of_a_stranger)

    assert response.status_code == status
    assert chinese in response.content.decode()
    assert 'lang="zh-Hans"' in response.content.decode()
    assert chinese not in english.content.decode()
    assert 'lang="en"' in english.content.decode()


def test_who_may_not_do_a_step_is_not_told_that_they_may_look(
    request_of_a_stranger: HttpRequest,
) -> None:
    with translation.override("en"):
        seen = views.forbidden(request_of_a_stranger).content.decode()
        request_of_a_stranger.method = "POST"
        done = views.forbidden(request_of_a_stranger).content.decode()
    assert "Only other roles may see it" in seen
    assert "This step belongs to another role, and nothing was changed" in done
    assert "You may look" not in seen + done


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/inbox/read/", 'href="/inbox/"'),
        ("/preferences/", 'href="/"'),
    ],
)
@pytest.mark.django_db
def test_whoever_opens_what_only_takes_forms_finds_the_way_back(
    client: Client, path: str, above: str
) -> None:
    client.force_login(make_user())

    answer = client.get(path)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert above in answer.content.decode()


@pytest.mark.django_db
def test_what_a_page_asks_for_itself_is_not_answered_with_a_whole_page(client: Client) -> None:
    client.force_login(make_user())

    answer = client.get("/inbox/read/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (405, b"")


def test_the_broken_page_asks_no_database(request_of_a_stranger: HttpRequest) -> None:
    # No django_db mark: any query would fail this test.
    assert views.server_error(request_of_a_stranger).status_code == 500


def locked(*_query: object) -> None:
    raise OperationalError("database is locked")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Others are writing right now"), ("zh-hans", "其他人正在写入")]
)
def test_a_database_that_is_busy_asks_to_try_again(language: str, words: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(language=language))

    def write_nothing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return locked() if sql.startswith("UPDATE") else execute(sql, params, many, context)

    with connection.execute_wrapper(write_nothing):
        sent = {"language": language, "theme": "dark"}
        page = client.post("/preferences/", sent)
        part = client.post("/preferences/", sent, headers={"HX-Request": "true"})

    assert (page.status_code, page["Retry-After"]) == (503, "3")
    assert words in page.content.decode()
    assert (part.status_code, part["HX-Reswap"], part.content) == (503, "none", b"")
    assert words in json.loads(part["HX-Trigger"])["toast"]["text"]


@pytest.mark.django_db
def test_a_database_that_is_busy_before_a_page_is_reached_is_told_too() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user())

    with connection.execute_wrapper(locked):
        assert client.get("/").status_code == 503


def test_a_stranger_gets_no_places(request_of_a_stranger: HttpRequest) -> None:
    assert not context.shell(request_of_a_stranger)["shell"]


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("<x>", "auto"), ("", "auto")])
def test_only_known_themes_are_taken_from_a_cookie(
    cookie: str, theme: str, request_of_a_stranger: HttpRequest
) -> None:
    request_of_a_stranger.COOKIES["theme"] = cookie

    assert context.shell(request_of_a_stranger)["theme"] == theme


@pytest.mark.django_db
def test_what_was_unfolded_in_the_side_bar_stays_so_in_this_browser(client: Client) -> None:
    client.force_login(make_user(Role.RND_LEAD))
    fold = '<details class="fold" data-fold="rd"'
    assert f"{fold}>" in client.get("/people/").content.decode()

    client.cookies["unfolded"] = "rd.sales"

    assert f"{fold} open>" in client.get("/people/").content.decode()


@pytest.mark.django_db
def test_a_page_that_grew_old_gets_a_fresh_token_if_its_reader_is_the_same() -> None:
    reader, other = make_user(), make_user()
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)

    def post(who: object) -> HttpResponse:
        headers = {"HX-Request": "true", "X-Reader": str(who)}
        return client.post("/feedback/new/", {"verbatim": "x"}, headers=headers)  # type: ignore[return-value]

    same, another = post(reader.pk), post(other.pk)
    client.logout()
    nobody = post(reader.pk)

    assert [each.status_code for each in (same, another, nobody)] == [403, 403, 403]
    assert all(each["HX-Reswap"] == "none" for each in (same, another, nobody))
    assert same["X-Fresh-Token"]
    assert not another.has_header("X-Fresh-Token")
    assert not nobody.has_header("X-Fresh-Token")
    assert "open too long" in another["HX-Trigger"]
    assert "session has ended" in nobody["HX-Trigger"]
