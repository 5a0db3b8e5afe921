"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "twintrack.foundation.api"
    label = "api"

    def ready(self) -> None:
        from django.core.exceptions import RequestDataTooBig

        from twintrack.foundation.api.problems import Problem, register_problem

        register_problem(RequestDataTooBig, lambda _error: Problem(status=413))
