"""The story of the made-up company, read from the files beside; told in one language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "chapters"
TEXTS = frozenset({"title", "reason", "told"})
TOPICS = ("h3", "cloudview", "bms")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a customer said; `answer` ends it without R&D."""

    by: str
    about: str
    ago: int
    kind: str
    severity: str
    channel: str
    verbatim: str
    answer: str = ""
    # Why it was taken back, if it was.
    withdrawn: str = ""
    # Nobody saw at first that it belongs to what others asked for.
    is_apart: bool = False

    @property
    def key(self) -> str:
        return f"{self.by}-{self.about}-{self.ago}"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A requirement: who asked for it, and what the company did about it."""

    key: str
    product: str
    title: str
    module: str
    kind: str
    said: tuple[Words, ...]
    priority: int = 3
    rice: tuple[str, ...] = ()
    wsjf: tuple[int, ...] = ()
    # Days ago and who was asked for an opinion.
    asked: tuple[int, str] | None = None
    # Days ago and the decision.
    decided: tuple[int, str] | None = None
    # The decision is taken in a review meeting.
    in_meeting: bool = False
    reason: str = ""
    told: str = ""
    revisit: int | None = None
    # Milestone, and days ago it was planned for it.
    milestone: tuple[str, int] | None = None
    # Days ago, and the day planned for, from today.
    dated: tuple[tuple[int, int], ...] = ()
    states: Mapping[str, int] = field(default_factory=dict)
    criteria: tuple[str, ...] = ()


class Teller:
    """Reads the files and keeps the words of one language."""

    def __init__(self, language: str) -> None:
        self.is_chinese = language.startswith("zh")

    def read(self, topic: str) -> dict[str, Any]:
        """Read a file with the texts of the language only."""
        with (FOLDER / f"{topic}.toml").open("rb") as file:
            told: dict[str, Any] = tomllib.load(file)
        return told

    def of(self, texts: Sequence[str]) -> str:
        """Choose the text of the language: Chinese stands first."""
        return texts[0] if self.is_chinese else texts[1]

    def wishes(self) -> list[Wish]:
        """Tell all requirements, the one asked for first at the beginning."""
        found = [
            self._wish(topic, key, told)
            for topic in TOPICS
            for key, told in self.read(topic).items()
        ]
        return sorted(found, key=lambda wish: -wish.said[0].ago)

    def talk(self) -> list[Words]:
        """Tell what customers said that nobody has to build."""
        return [self._words(said["about"], said) for said in self.read("talk")["said"]]

    def _words(self, product: str, said: Mapping[str, Any]) -> Words:
        kind, severity = said["is"].split()
        return Words(
            by=said["by"],
            about=product,
            ago=said["ago"],
            kind=kind,
            severity=severity,
            channel=said["how"],
            verbatim=said["zh"] if self.is_chinese else said["en"],
            answer=self.of(said["answer"]) if "answer" in said else "",
            withdrawn=self.of(said["withdrawn"]) if "withdrawn" in said else "",
            is_apart=said.get("apart", False),
        )

    def _wish(self, product: str, key: str, told: dict[str, Any]) -> Wish:
        told = dict(told)
        given: dict[str, Any] = {
            "said": tuple(self._words(product, said) for said in told.pop("said")),
            "rice": tuple(str(number) for number in told.pop("rice", ())),
            "wsjf": tuple(told.pop("wsjf", ())),
            "dated": tuple((ago, offset) for ago, offset in told.pop("dated", ())),
            "criteria": tuple(self.of(each) for each in told.pop("criteria", ())),
        }
        for name, value in told.items():
            given[name] = self.of(value) if name in TEXTS else value
        return Wish(key=key, product=product, **given)
