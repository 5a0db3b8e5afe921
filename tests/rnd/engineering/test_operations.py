"""Adding, changing and placing repositories: state, ledger and refusals."""

import pytest

from tests.factories.histories import AT, History, make_repository, read
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import CommitModule, FileChange
from twintrack.rnd.engineering.operations import RepositoryFacts, RuleLine

pytestmark = pytest.mark.django_db
FACTS = RepositoryFacts(name="Tool", source="https://example.com/tool.git")


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_repository_is_added_once() -> None:
    by, product = make_user(Role.RND_LEAD), make_product()

    repository = operations.add_repository(product=product, facts=FACTS, by=by, at=AT)

    assert repository.number == "REPO-1"
    assert repository.is_waiting
    assert kinds() == ["repository.added"]
    with pytest.raises(operations.RepositoryKnown):
        operations.add_repository(product=product, facts=FACTS, by=by, at=AT)
    assert operations.add_repository(product=make_product(), facts=FACTS, by=by, at=AT)


def test_who_may_not_adds_changes_and_asks_nothing() -> None:
    repository, engineer = make_repository("/x"), make_user(Role.ENGINEER)

    with pytest.raises(NotAllowed):
        operations.add_repository(product=make_product(), facts=FACTS, by=engineer, at=AT)
    with pytest.raises(NotAllowed):
        operations.change_repository(
            repository=repository, before={}, values={"name": "X"}, by=engineer, at=AT
        )
    with pytest.raises(NotAllowed):
        operations.set_path_rules(repository=repository, before=[], rules=[], by=engineer, at=AT)
    with pytest.raises(NotAllowed):
        operations.ask_reading(repository=repository, by=make_user(Role.CSM), at=AT)
    assert not kinds()


def test_a_repository_needs_a_name_and_references_with_a_number() -> None:
    by, product = make_user(Role.RND_LEAD), make_product()

    facts = RepositoryFacts(name=" ", source="https://example.com/a")
    with pytest.raises(operations.NameMissing):
        operations.add_repository(product=product, facts=facts, by=by, at=AT)
    facts = RepositoryFacts(name="A", source="https://example.com/a", reference_pattern="x")
    with pytest.raises(operations.ReferencesImpossible):
        operations.add_repository(product=product, facts=facts, by=by, at=AT)


def test_a_change_says_its_fields_and_overwrites_nothing_unseen() -> None:
    repository = make_repository("/x")
    by = repository.added_by

    changed = operations.change_repository(
        repository=repository, before={"name": "Tool"}, values={"name": "Core"}, by=by, at=AT
    )

    assert (changed.name, changed.is_waiting) == ("Core", True)
    assert Entry.objects.get().payload["fields"] == ["name"]
    with pytest.raises(StaleEdit):
        operations.change_repository(
            repository=repository, before={"name": "Tool"}, values={"name": "B"}, by=by, at=AT
        )
    operations.change_repository(
        repository=repository, before={}, values={"name": "Core"}, by=by, at=AT
    )
    assert len(kinds()) == 1
    make_repository("/y", product=repository.product)
    with pytest.raises(operations.RepositoryKnown):
        operations.change_repository(
            repository=repository, before={}, values={"source": "/y"}, by=by, at=AT
        )
    with pytest.raises(operations.BranchImpossible):
        operations.change_repository(
            repository=repository, before={}, values={"default_branch": "-x"}, by=by, at=AT
        )


def test_asking_twice_is_asking_once() -> None:
    repository = make_repository("/x")

    for _time in range(2):
        operations.ask_reading(repository=repository, by=make_user(Role.ENGINEER), at=AT)

    assert kinds() == ["repository.reading_asked"]


def test_rules_place_what_was_read_before(history: History) -> None:
    product = make_product()
    core, other = (Module.objects.create(product=product, name=name) for name in ("Core", "Other"))
    history.commit("Begin", {"src/a": "1", "src/b": "1", "doc": "1"})
    repository = make_repository(history, product=product)
    read(repository)
    by = repository.added_by

    rules = [RuleLine(pattern="src/a", module=other), RuleLine(pattern="src/", module=core)]
    moved = operations.set_path_rules(repository=repository, before=[], rules=rules, by=by, at=AT)

    assert moved == 2
    placed = dict(FileChange.objects.values_list("path", "module__name"))
    assert placed == {"src/a": "Other", "src/b": "Core", "doc": None}
    assert set(CommitModule.objects.values_list("module__name", flat=True)) == {"Core", "Other"}
    assert kinds()[-1] == "repository.path_rules_set"
    seen = [("src/a", other.pk), ("src/", core.pk)]
    operations.set_path_rules(repository=repository, before=seen, rules=[], by=by, at=AT)
    assert not CommitModule.objects.exists()


def test_rules_that_cannot_be_are_refused() -> None:
    repository = make_repository("/x")
    by = repository.added_by
    core = Module.objects.create(product=repository.product, name="Core")
    foreign = Module.objects.create(product=make_product(), name="Core")

    for pattern, module, kind in (
        (" ", core, operations.PatternImpossible),
        ("*" * 9, core, operations.PatternImpossible),
        ("a", foreign, operations.ModuleElsewhere),
    ):
        rule = RuleLine(pattern=pattern, module=module)
        with pytest.raises(kind):
            operations.set_path_rules(repository=repository, before=[], rules=[rule], by=by, at=AT)
    rule = RuleLine(pattern="a", module=core)
    with pytest.raises(StaleEdit):
        operations.set_path_rules(
            repository=repository, before=[("x", core.pk)], rules=[rule], by=by, at=AT
        )
    assert not repository.rules.exists()
