"""Which value of a delivery says what, what holds always, and what words there mean here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.sales.intake.fields import DELIVERED, REQUIRED, Target
from twintrack.sales.intake.forms.imports import CHOICES
from twintrack.sales.intake.models import InboundSource
from twintrack.sales.intake.operations import Template
from twintrack.sales.intake.paths import MOST_LETTERS, Leaf, extract, is_path, ways_of
from twintrack.sales.intake.values import choice, normal

ALWAYS = ("customer", "product", "module", "version", "kind", "severity", "channel")
TRANSLATED = ("product", "kind", "severity", "channel")
MOST_WORDS = 60
Option = tuple[str, str | Promise]


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word there with what it means here, and the names of its two controls."""

    there: str
    here: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the page: a field of feedback and how it is filled."""

    target: Target
    path: forms.BoundField
    otherwise: forms.BoundField
    always: forms.BoundField | None
    found: str
    words: list[Word] = field(default_factory=list)
    options: Sequence[Option] = ()

    @property
    def is_unclear(self) -> bool:
        return any(word.there and not word.here for word in self.words)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a template is written from: a sample, the products there are, words nobody knew."""

    leaves: Sequence[Leaf] = ()
    body: Any = None
    products: Sequence[Option] = ()
    product_names: frozenset[str] = frozenset()
    unknown: Mapping[str, Sequence[str]] = field(default_factory=dict)


class TemplateForm(forms.Form):
    """A path, a second one and a constant for each field; words are read beside it."""

    def __init__(
        self, *args: Any, source: InboundSource, around: Surroundings, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.source, self.around = source, around
        paths = self._paths()
        for target in DELIVERED:
            for name, label in (
                (f"path-{target.code}", str(target.label)),
                (f"else-{target.code}", str(_("or else"))),
            ):
                select = forms.Select(choices=[("", "—"), *((path, path) for path in paths)])
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=MOST_LETTERS, widget=select
                )
            if target.code in ALWAYS:
                self.fields[f"always-{target.code}"] = self._always(target)

    def _paths(self) -> list[str]:
        """List the paths of the sample, and those in use that other bodies have."""
        here = [leaf.path for leaf in self.around.leaves]
        used = [
            str(value)
            for name, value in (self.data if self.is_bound else self.initial).items()
            if name.startswith(("path-", "else-")) and is_path(str(value))
        ]
        return list(dict.fromkeys([*here, *used]))

    def _always(self, target: Target) -> forms.Field:
        options = self._options(target.code)
        if not options:
            return forms.CharField(label=str(target.label), max_length=120, required=False)
        name = f"always-{target.code}"
        used = str((self.data if self.is_bound else self.initial).get(name) or "")
        known = {value for value, _label in options}
        more = [] if not used or used in known else [(used, used)]
        select = forms.Select(choices=[("", "—"), *options, *more])
        return forms.CharField(
            label=str(target.label), max_length=120, required=False, widget=select
        )

    def _options(self, code: str) -> Sequence[Option]:
        return self.around.products if code == "product" else CHOICES.get(code, ())

    def clean(self) -> dict[str, Any]:
        for code in REQUIRED:
            path, always = f"path-{code}", f"always-{code}"
            if not self.cleaned_data.get(path) and not self.cleaned_data.get(always):
                needed = _("Choose where it stands.")
                self.add_error(path, needed if code not in ALWAYS else NEEDED)
        return self.cleaned_data

    def lines(self) -> Iterator[Line]:
        """Give one line a field, with what stands there in the sample."""
        for target in DELIVERED:
            code = target.code
            path = self[f"path-{code}"]
            ways = [str(each.value() or "") for each in (path, self[f"else-{code}"])]
            found = extract(self.around.body, " | ".join(way for way in ways if way))
            is_translated = code in TRANSLATED and any(ways)
            yield Line(
                target=target,
                path=path,
                otherwise=self[f"else-{code}"],
                always=self[f"always-{code}"] if code in ALWAYS else None,
                found=found,
                words=self._words(code, found) if is_translated else [],
                options=self._options(code) if is_translated else (),
            )

    def _words(self, code: str, found: str) -> list[Word]:
        known = dict(self.value_maps().get(code, {}))
        wanted = [found, *self.around.unknown.get(code, ())]
        for word in wanted:
            if word and not self._is_understood(code, word):
                known.setdefault(word[:120], "")
        rows = [*known.items(), ("", "")][:MOST_WORDS]
        return [
            Word(there=there, here=here, id=f"{code}-{index}")
            for index, (there, here) in enumerate(rows)
        ]

    def _is_understood(self, code: str, word: str) -> bool:
        if code == "product":
            return normal(word) in self.around.product_names
        return bool(choice(code, word))

    def value_maps(self) -> dict[str, dict[str, str]]:
        """Give the words there with those here, by field."""
        if not self.is_bound:
            kept: dict[str, dict[str, str]] = self.initial.get("words", {})
            return kept
        return words_in(self.data)

    def template(self, sample: Any) -> Template:
        """Give what is chosen as it is kept."""
        chosen = self.cleaned_data
        paths = {}
        for target in DELIVERED:
            ways = [chosen[f"path-{target.code}"], chosen[f"else-{target.code}"]]
            if any(ways):
                paths[target.code] = " | ".join(way for way in ways if way)
        always = {code: " ".join(chosen[f"always-{code}"].split()) for code in ALWAYS}
        return Template(
            paths=paths,
            defaults={code: text for code, text in always.items() if text},
            value_maps=self.value_maps(),
            needs_signature=self.source.needs_signature,
            sample=sample,
        )


NEEDED = _("Choose where it stands, or what holds always.")


def words_in(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Read the words there and here from what a page sent; a word without a meaning is none."""
    found: dict[str, dict[str, str]] = {}
    for code in TRANSLATED:
        for index in range(MOST_WORDS):
            there = str(data.get(f"there-{code}-{index}", "")).strip()[:120]
            here = str(data.get(f"here-{code}-{index}", "")).strip()[:120]
            if there and here:
                found.setdefault(code, {})[there] = here
    return found


def initial_of(template: InboundSource) -> dict[str, Any]:
    """Give the form's values for the template that an address has."""
    values: dict[str, Any] = {"words": template.value_maps}
    for code, path in template.paths.items():
        first, *others = ways_of(path)
        values[f"path-{code}"], values[f"else-{code}"] = first, " | ".join(others)
    values |= {f"always-{code}": text for code, text in template.defaults.items()}
    return values


def guessed(paths: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill what is not chosen yet with what was guessed."""
    kept = {name: value for name, value in values.items() if value}
    taken = {value for name, value in kept.items() if name.startswith(("path-", "else-"))}
    free = {f"path-{code}": path for code, path in paths.items() if path not in taken}
    return {**free, **kept}
