"""The one API that all apps' routers are mounted on."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from twintrack.foundation.api.callers import guards
from twintrack.foundation.api.problems import Problem, problem_of
from twintrack.foundation.api.routing import label_of
from twintrack.foundation.api.throttling import PerCaller
from twintrack.foundation.api.wording import not_valid

logger = logging.getLogger("twintrack.api")

PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "code"],
                "properties": {
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                },
            },
        },
    },
}


class SchemaNameTaken(Exception):
    """Two apps call different shapes by the same name."""


class Description(OpenAPISchema):
    """The OpenAPI description; refuses what would hide one shape behind another."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            if self.schemas.get(name, shape) != shape:
                raise SchemaNameTaken(name)
        super().add_schema_definitions(definitions)

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        details: dict[str, Any] = super().operation_details(operation)
        if details.get("security") is None:
            details.pop("security", None)
        reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
        details["responses"]["default"] = {
            "description": "Problem",
            "content": {"application/problem+json": reference},
        }
        return details

    def get_components(self) -> dict[str, Any]:
        components: dict[str, Any] = super().get_components()
        components["schemas"]["Problem"] = PROBLEM_SCHEMA
        return components


class Api(NinjaAPI):
    """An API whose operations are named `app.function` and whose errors are problems."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        # An app's endpoints stand in its module `api`, or in modules of a package of that name.
        module = operation.view_func.__module__
        app = (module.rpartition(".api")[0] or module).rpartition(".")[2]
        return f"{app}.{operation.view_func.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Describe every endpoint in the reader's language; found out once for each language."""
        return _describe(self, path_prefix or "/api/v1/", get_language() or "")

    def describe(self, path_prefix: str) -> OpenAPISchema:
        """Describe every endpoint, with the names of its groups in the active language."""
        described = Description(self, path_prefix)
        tags = {
            tag
            for methods in described["paths"].values()
            for each in methods.values()
            for tag in each.get("tags", [])
        }
        described["tags"] = [{"name": tag, "description": label_of(tag)} for tag in sorted(tags)]
        return described

    def set_default_exception_handlers(self) -> None:
        self.add_exception_handler(Exception, _answer)
        self.add_exception_handler(HttpError, _answer_http)
        self.add_exception_handler(ValidationError, _answer_wrong)


@lru_cache(maxsize=8)
def _describe(api: Api, path_prefix: str, _language: str) -> OpenAPISchema:
    return api.describe(path_prefix)


def _answer(_request: HttpRequest, error: Any) -> HttpResponse:
    problem = problem_of(error)
    if problem is None:
        logger.error("An endpoint failed.", exc_info=error)
        problem = Problem(status=500)
    return problem.answer()


def _answer_http(_request: HttpRequest, error: Any) -> HttpResponse:
    status = 429 if isinstance(error, Throttled) else error.status_code
    return Problem(status=status).answer()


def _answer_wrong(_request: HttpRequest, error: Any) -> HttpResponse:
    return not_valid(error.errors).answer()


api = Api(
    title="Twintrack",
    version="1",
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
    throttle=[PerCaller()],
)


@api.get("/openapi.json", auth=guards(), include_in_schema=False)
def openapi(request: HttpRequest) -> OpenAPISchema:
    """Give the OpenAPI description of every endpoint."""
    return api.get_openapi_schema()
