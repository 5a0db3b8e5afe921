"""Say which paths belong to which modules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.events import PathRulesSet
from twintrack.rnd.engineering.history.globs import Chooser
from twintrack.rnd.engineering.models import CommitModule, FileChange, PathRule, Repository

AT_ONCE = 400
# More would take long on hostile paths, and nobody needs them.
MOST_WILD = 8
GATHER = (
    "INSERT INTO engineering_commitmodule (commit_id, module_id) "
    "SELECT DISTINCT f.commit_id, f.module_id FROM engineering_filechange f "
    "JOIN engineering_commit c ON c.id = f.commit_id "
    "WHERE c.repository_id = %s AND f.module_id IS NOT NULL"
)


class PatternImpossible(Refusal):
    """A pattern of paths that is empty, or too wild."""

    message = _("Each rule needs a pattern of paths, such as src/core/**, with at most eight *.")
    status = 422


class ModuleElsewhere(Refusal):
    """A rule names a module of another product."""

    message = _("This module belongs to another product.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """One rule: paths and the module they belong to."""

    pattern: str
    module: Module


@transaction.atomic
def set_path_rules(
    *,
    repository: Repository,
    before: Sequence[tuple[str, int]],
    rules: Sequence[RuleLine],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> int:
    """
    Set a repository's rules anew; gives how many changes of files now belong elsewhere.

    `before` are the rules that the person saw, as pattern and id of the module.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody set them in between.
    :raises PatternImpossible: if a pattern is empty or too wild.
    :raises ModuleElsewhere: if a module belongs to another product.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
    stands = list(repository.rules.order_by("position").values_list("pattern", "module_id"))
    wanted = [(line.pattern.strip(), line.module.pk) for line in rules]
    if wanted == stands:
        return 0
    if list(before) != stands:
        raise StaleEdit(field="rules", current=stands, attempted=wanted)
    for line in rules:
        _check(repository, line)
    repository.rules.all().delete()
    PathRule.objects.bulk_create(
        PathRule(repository=repository, position=position, pattern=pattern, module_id=module)
        for position, (pattern, module) in enumerate(wanted)
    )
    moved = _apply(repository, Chooser(wanted))
    record(
        PathRulesSet(
            repository_id=repository.pk, name=repository.name, rules=len(wanted), files=moved
        ),
        about=repository,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return moved


def _check(repository: Repository, line: RuleLine) -> None:
    pattern = line.pattern.strip()
    if not pattern.strip("/") or len(pattern) > 300 or pattern.count("*") > MOST_WILD:
        raise PatternImpossible
    if line.module.product_id != repository.product_id:
        raise ModuleElsewhere


def _apply(repository: Repository, chooser: Chooser) -> int:
    changes = FileChange.objects.filter(commit__repository=repository)
    turned: dict[int | None, list[str]] = defaultdict(list)
    for path, module in changes.values_list("path", "module_id").distinct():
        chosen = chooser.choose(path)
        if chosen != module:
            turned[chosen].append(path)
    moved = 0
    for chosen, paths in turned.items():
        for start in range(0, len(paths), AT_ONCE):
            some = changes.filter(path__in=paths[start : start + AT_ONCE])
            moved += some.update(module_id=chosen)
    if moved:
        CommitModule.objects.filter(commit__repository=repository).delete()
        with connection.cursor() as cursor:
            cursor.execute(GATHER, [repository.pk])
    return moved
