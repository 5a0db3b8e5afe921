"""Each operation tells the ledger what it did, once and last; its tests lie where it lies."""

import ast
import re
from collections import defaultdict
from functools import cache

from tests.architecture.test_house import PACKAGE, ROOT, SOURCES, is_operation, sources_of

PARTS = {"operations", "queries", "reactions"}
LEDGER = "twintrack.foundation.ledger.operations"
# `redact` replaces texts of entries and records that it did.
WRITERS = {"record", "record_many", "redact"}
WRITES = {
    *("save", "create", "update", "delete", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create"),
}
# What a person has read concerns nobody else; why a reading failed is kept with the repository.
SILENT = {"mark_read", "mark_unread", "snooze", "note_trouble"}
# Takes back a file whose row goes with the transaction.
CLEARS_UP = {"attach"}


def writers_in(tree: ast.Module) -> set[str]:
    """Give the names by which a module calls what writes the ledger."""
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == LEDGER
        for alias in node.names
        if alias.name in WRITERS
    }


def calls_of(node: ast.AST) -> dict[str, list[ast.Call]]:
    found = defaultdict(list)
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            name = getattr(each.func, "id", None) or getattr(each.func, "attr", "")
            found[name].append(each)
    return found


@cache
def who_writes() -> set[str]:
    """Give the functions that come to the ledger, by themselves or by those they call."""
    called: dict[str, set[str]] = defaultdict(set)
    telling: set[str] = set()
    for path in SOURCES:
        text = path.read_text()
        tree, lines = ast.parse(text), text.splitlines()
        writers = writers_in(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                # Words before a bracket: walking the trees of all functions takes seconds.
                body = "\n".join(lines[node.lineno : node.end_lineno])
                names = set(re.findall(r"(\w+)\(", body))
                called[node.name] |= names
                if names & writers:
                    telling.add(node.name)
    while more := {name for name, names in called.items() if names & telling} - telling:
        telling |= more
    return telling


def test_an_operation_tells_the_ledger_once_and_last() -> None:
    for path in sources_of("operations"):
        tree = ast.parse(path.read_text())
        writers = writers_in(tree)
        for node in filter(is_operation, tree.body):
            assert isinstance(node, ast.FunctionDef)
            calls, name = calls_of(node), f"{path}: {node.name}"
            told = [
                each for name in writers for each in calls[name] if isinstance(each.func, ast.Name)
            ]
            assert node.name in who_writes() | SILENT, f"{name} tells nothing"
            assert len(told) <= 1, f"{name} tells more than once"
            if told and node.name not in CLEARS_UP:
                last = told[0].end_lineno or 0
                later = [each for wrote in WRITES for each in calls[wrote] if each.lineno > last]
                assert not later, f"{name} goes on writing"


def test_every_app_has_its_tests_in_the_same_place() -> None:
    parts = [
        path for part in PARTS for path in sources_of(part) if "templatetags" not in path.parts
    ]
    apps = {path.parent if path.stem in PARTS else path.parent.parent for path in parts}
    algorithms = {path.parent for path in (PACKAGE / "algorithms").rglob("*.py")}
    for folder in apps | algorithms - {PACKAGE / "algorithms"}:
        place = ROOT / "tests" / folder.relative_to(PACKAGE)
        assert list(place.glob("test_*.py")), f"no tests in {place}"
