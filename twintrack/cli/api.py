"""`twintrack api METHOD PATH [name=value …]`: what the REST API can do, from here."""

from __future__ import annotations

import json
import zoneinfo
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import urlencode

import typer
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from twintrack.cli.acting import acting
from twintrack.cli.screen import fail, say
from twintrack.foundation.api.callers import Caller
from twintrack.foundation.api.middleware import ApiMiddleware
from twintrack.foundation.api.problems import Problem
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.models import User

ROOT = "/api/v1/"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def register(line: typer.Typer) -> None:
    line.command("api", help=_("Do from here whatever the REST API can do."))(call)


def call(
    method: Annotated[str, typer.Argument(help=_("GET, POST, PUT, PATCH or DELETE."))],
    path: Annotated[str, typer.Argument(help=_("As in /api/v1/docs, such as work-items/W-12."))],
    values: Annotated[
        list[str] | None,
        typer.Argument(help=_("name=text, or name:=JSON for numbers, lists and objects.")),
    ] = None,
    *,
    person: Annotated[
        str, typer.Option("--as", help=_("E-mail of whoever acts; otherwise an administrator."))
    ] = "",
) -> None:
    method = method.upper()
    if method not in METHODS:
        raise typer.BadParameter(_("GET, POST, PUT, PATCH or DELETE."))
    told = dict(_read(each) for each in values or ())
    by = acting(person)
    with timezone.override(zoneinfo.ZoneInfo(by.time_zone)):
        answer = ApiMiddleware(_dispatch)(_request(method, path, told, by))
    _show(answer)


def _read(said: str) -> tuple[str, Any]:
    name, equals, value = said.partition("=")
    if not equals or not name.strip(":"):
        raise typer.BadParameter(_("“%(said)s” is not name=value.") % {"said": said})
    if not name.endswith(":"):
        return name, value
    try:
        return name.removesuffix(":"), json.loads(value)
    except json.JSONDecodeError:
        raise typer.BadParameter(_("“%(said)s” is not JSON.") % {"said": value}) from None


def _request(method: str, path: str, told: dict[str, Any], by: User) -> HttpRequest:
    path, _mark, query = path.removeprefix(ROOT).lstrip("/").partition("?")
    body = b"" if method == "GET" else json.dumps(told).encode()
    if method == "GET" and told:
        query = "&".join(filter(None, (query, urlencode(told, doseq=True))))
    request = WSGIRequest(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": ROOT + path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }
    )
    request.user = by
    request.caller = Caller(user=by, scope=Scope.ADMIN)  # type: ignore[attr-defined]
    return request


def _dispatch(request: HttpRequest) -> HttpResponse:
    try:
        request.resolver_match = found = resolve(request.path_info)
    except Resolver404:
        return Problem(status=404).answer()
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer


def _show(answer: HttpResponseBase) -> None:
    content = b"".join(answer).decode()
    told: Any = json.loads(content) if "json" in answer.get("Content-Type", "") else None
    if answer.status_code >= 400:
        fail(told["detail"])
        for each in told.get("errors", ()):
            fail(f"{each['pointer']}: {each['detail']}")
        raise typer.Exit(1)
    if told is not None:
        say(json.dumps(told, ensure_ascii=False, indent=2))
    elif content:
        say(content)
