"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "twintrack.foundation.api"
    label = "api"

    def ready(self) -> None:
        from django.core.exceptions import RequestDataTooBig
        from django.db import OperationalError

        from twintrack.foundation.api.problems import Problem, register_problem
        from twintrack.ui.busy import is_busy

        def tell_busy(error: OperationalError) -> Problem | None:
            return Problem(status=503) if is_busy(error) else None

        register_problem(RequestDataTooBig, lambda _error: Problem(status=413))
        register_problem(OperationalError, tell_busy)
