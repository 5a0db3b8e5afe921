"""Message catalogues without gettext: extract, check and compile, one catalogue an app."""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "twintrack"
LOCALE = "zh_Hans"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What changes with every run, or says nothing: it would only make changes collide.
DATED = re.compile(
    r'^(?:#(?!,).*|"(?:Project-Id|Report-Msgid|POT-|PO-|Last-|Language-Team|Generated).*)\n',
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def apps() -> Iterator[Path]:
    for marker in sorted(PACKAGE.rglob("apps.py")):
        yield marker.parent


def catalogue_path(app: Path) -> Path:
    return app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def sources(app: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(app.rglob("*")):
        if "migrations" in path.parts or "static" in path.parts:
            continue
        if path.suffix == ".py":
            yield path, path.read_bytes()
        elif path.suffix in {".html", ".txt"}:
            found = templatize(path.read_text("utf-8"), origin=str(path))
            # Read as Python below, where the indentation of a template would mean something.
            yield path, "\n".join(line.lstrip() for line in found.splitlines()).encode()


def extracted(app: Path) -> Catalog:
    catalog = Catalog(locale=LOCALE, fuzzy=False)
    for path, source in sources(app):
        found = extract("python", BytesIO(source), keywords=KEYWORDS)
        for _line, words, _comments, context in found:
            ids = words[:2] if isinstance(words, tuple) else words
            catalog.add(ids, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return catalog


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def extract_all() -> int:
    for app in apps():
        found, path = extracted(app), catalogue_path(app)
        if not messages(found):
            continue
        known = read(path)
        # A catalogue in which nothing changed stays as it is.
        found.creation_date = known.creation_date
        for message in messages(found):
            before = known.get(message.id, message.context)
            if before is not None:
                message.string = before.string
        path.parent.mkdir(parents=True, exist_ok=True)
        written = BytesIO()
        write_po(written, found, no_location=True, width=100, sort_output=True)
        path.write_text(DATED.sub("", written.getvalue().decode()))
    return 0


def problems() -> Iterator[str]:
    seen: dict[tuple[object, object], tuple[object, str]] = {}
    for app in apps():
        found, known = extracted(app), read(catalogue_path(app))
        name = str(app.relative_to(ROOT))
        for message in messages(found):
            known_message = known.get(message.id, message.context)
            texts = known_message.string if known_message is not None else ""
            texts = texts if isinstance(texts, tuple) else (texts,)
            if not all(texts):
                yield f"{name}: not translated: {message.id!r}"
                continue
            yield from placeholder_problems(name, message, texts)
            key = (message.id, message.context)
            other = seen.setdefault(key, (texts, name))
            if other[0] != texts:
                yield f"{name}: translated otherwise in {other[1]}: {message.id!r}"
        for message in messages(known):
            if found.get(message.id, message.context) is None:
                yield f"{name}: no longer used: {message.id!r}"


def placeholder_problems(name: str, message: Message, texts: tuple[str, ...]) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    for text in texts:
        if set(PLACEHOLDER.findall(text)) - wanted:
            yield f"{name}: other placeholders than in English: {message.id!r}"


def check_all() -> int:
    found = list(problems())
    for problem in found:
        print(problem)
    return 1 if found else 0


def compile_all() -> int:
    for path in PACKAGE.rglob("django.po"):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))
    return 0


if __name__ == "__main__":
    commands = {"extract": extract_all, "check": check_all, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"usage: messages.py {'|'.join(commands)}")
    sys.exit(commands[sys.argv[1]]())
