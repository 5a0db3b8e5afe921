"""The house stays as it was built."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.people import make_user
from twintrack.foundation.ledger.events import all_events

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "twintrack"
SOURCES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
FORBIDDEN = {"utils", "helpers", "common", "misc", "services", "managers", "signals", "exceptions"}
# Pages that a stranger may see: the ways in, and the signed way out of mails.
# Behind /demo/ there is nothing, except where TWINTRACK_DEMO=1 says so.
PUBLIC = (
    "/account/",
    "/first-run/",
    "/preferences/",
    "/welcome/",
    "/demo/",
    "/mail/stop/",
    "/leave-word/",
    "/survey/",
)
# The first account and a person's own inbox: nobody stands before them but their owner.
WITHOUT_BY = {"accept_invitation", "found", "mark_read"}


def sources_of(part: str) -> list[Path]:
    """List the files of one part of each app: a module, or a package of that name."""
    return [*PACKAGE.rglob(f"{part}.py"), *PACKAGE.rglob(f"{part}/*.py")]


def is_operation(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
        return False
    return any(getattr(each, "attr", "") == "atomic" for each in node.decorator_list)


def operations() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (f"{path.parent.name}.{node.name}", node)
        for path in sources_of("operations")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and is_operation(node)
    ]


def test_operations_are_keyword_only_say_who_and_when_and_have_a_docstring() -> None:
    for name, node in operations():
        arguments = {each.arg for each in node.args.kwonlyargs}

        assert not node.args.args, name
        assert "at" in arguments, name
        assert "by" in arguments or node.name in WITHOUT_BY, name
        assert ast.get_docstring(node), name


def test_files_are_small_say_what_they_are_for_and_have_honest_names() -> None:
    for path in SOURCES:
        text = path.read_text()

        assert len(text.splitlines()) <= 400, path
        assert ast.get_docstring(ast.parse(text)), path
        assert path.stem not in FORBIDDEN, path


def test_pages_ask_queries_and_never_the_tables() -> None:
    endpoints = [path for path in sources_of("api") if path.parent != PACKAGE / "foundation/api"]
    for path in [*sources_of("views"), *endpoints]:
        assert ".objects" not in path.read_text(), path


def test_operations_and_queries_never_read_the_clock() -> None:
    for path in [*sources_of("operations"), *sources_of("queries")]:
        assert "timezone.now" not in path.read_text(), path


def test_rows_are_held_without_their_keys_so_that_what_names_them_need_not_wait() -> None:
    """Foreign keys are checked while the ledger is held: who waited there would be a deadlock."""
    held = [
        path for path in SOURCES if re.search(r"select_for_update\((?!no_key)", path.read_text())
    ]

    assert not held


def test_every_template_stays_short() -> None:
    for path in PACKAGE.rglob("*.html"):
        assert len(path.read_text().splitlines()) <= 150, path


def test_what_a_phone_shows_as_an_icon_alone_has_a_name() -> None:
    hidden = re.compile(r'<(?:a|button)\b([^>]*)>(?:\{%[^%]*%\}|\s)*<span class="hide-s">')
    for path in PACKAGE.rglob("*.html"):
        for attributes in hidden.findall(path.read_text()):
            assert "aria-label" in attributes, path


def test_every_event_has_a_docstring_and_a_template_that_tells_it() -> None:
    for kind, event in all_events().items():
        if event.__module__.startswith("twintrack."):
            app = event.__module__.split(".")[-2]
            assert event.__doc__, kind
            get_template(f"{app}/events/{kind.replace('.', '_')}.html")


def test_every_table_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    for model in apps.get_models():
        if model.__module__.startswith("twintrack."):
            assert f"`{model.__name__}`" in glossary, model


def addresses(resolver: URLResolver, before: str = "/") -> list[str]:
    found: list[str] = []
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            found += addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            found.append(route)
    return found


@pytest.mark.django_db
def test_no_page_opens_for_a_stranger(client: Client) -> None:
    make_user()
    walked = 0
    for route in addresses(get_resolver()):
        # The API has a walk of its own, tests/foundation/api/test_strangers.py.
        if route.startswith((*PUBLIC, "/api/v1/")) or route == "/":
            continue
        url = route.replace("<slug:code>", "h3").replace("<str:number>", "X-1")
        url = url.replace("<int:pk>", "1").replace("<int:user_pk>", "1")
        assert "<" not in url, route
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in {302, 405}, url
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/account/login/"), url
        walked += 1

    assert walked >= 20
