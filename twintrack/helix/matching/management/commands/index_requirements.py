"""Builds the index of matching again."""

from typing import Any

from django.core.management.base import BaseCommand

from twintrack.helix.matching.operations import index_everything


class Command(BaseCommand):
    help = "Build the index that finds similar requirements again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_everything()} requirements indexed")
