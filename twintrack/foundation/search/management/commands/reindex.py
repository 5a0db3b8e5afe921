"""Builds the search index again."""

from typing import Any

from django.core.management.base import BaseCommand

from twintrack.foundation.search.operations import index_everything


class Command(BaseCommand):
    help = "Build the search index again from the objects."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_everything()} objects indexed")
