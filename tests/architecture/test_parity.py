"""What a page can do, the REST API can do, by the same operation."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "twintrack"
# Operations that only pages call, and why.
ONLY_PAGES = {
    "twintrack.foundation.access.found": "nobody can hold a token before the first account is made",
    "twintrack.sales.leads.take_word": "whoever leaves word has no account; the API captures leads",
    "twintrack.foundation.access.accept_invitation": "whoever accepts has no account yet",
}


def operations_named_in(path: Path) -> set[str]:
    """List the operations that a file names, as `twintrack.sales.customers.add_customer`."""
    tree = ast.parse(path.read_text())
    modules, functions = imported(tree)
    named = {functions[name_of(node)] for node in ast.walk(tree) if name_of(node) in functions}
    return named | {
        f"{modules[name_of(node.value)]}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and name_of(node.value) in modules
        if node.attr.islower()
    }


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.Module) -> tuple[dict[str, str], dict[str, str]]:
    """Find the modules of operations, and the single ones, that a file imports by which names."""
    modules: dict[str, str] = {}
    functions: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        app, of_operations, _rest = f"{node.module}.".partition(".operations.")
        for each in node.names:
            name = each.asname or each.name
            if each.name == "operations":
                modules[name] = node.module
            elif of_operations and each.name.islower():
                functions[name] = f"{app}.{each.name}"
    return modules, functions


def named_in(part: str) -> set[str]:
    paths = [*PACKAGE.rglob(f"{part}.py"), *PACKAGE.rglob(f"{part}/*.py")]
    return set().union(*(operations_named_in(path) for path in paths))


def test_the_search_for_operations_finds_them() -> None:
    assert "twintrack.sales.customers.add_customer" in named_in("views")
    assert "twintrack.hub.products.add_module" in named_in("views")


def test_every_operation_of_a_page_can_be_reached_by_the_api() -> None:
    missing = named_in("views") - named_in("api") - ONLY_PAGES.keys()

    assert not missing, "add an endpoint, see docs/architecture.md"
