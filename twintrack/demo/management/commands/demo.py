"""Fills an empty installation with the made-up company."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from twintrack.demo.company import PASSWORD, build
from twintrack.foundation.access.queries import is_founded
from twintrack.rnd.insight.rounds import keep_up


class Command(BaseCommand):
    help = "Fill an empty installation with a made-up company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_founded():
            now = timezone.now()
            build(language=options["language"], at=now)
            keep_up(now)
        self.stdout.write(f"Sign in as zhao@example.com or lin@example.com: {PASSWORD}")
