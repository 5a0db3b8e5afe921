"""Add repositories, and say where they are and how their history is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.engineering.events import RepositoryAdded, RepositoryChanged
from twintrack.rnd.engineering.history.references import is_pattern
from twintrack.rnd.engineering.models import CommitLink, Repository

CHANGEABLE = (
    "name",
    "source",
    "default_branch",
    "reference_pattern",
    "work_item_pattern",
    "release_pattern",
    "production_pattern",
    "opening_moves",
    "merging_moves_to",
)
# What other answers need the history for.
REREAD = frozenset(CHANGEABLE) - {"opening_moves", "merging_moves_to"}


class RepositoryKnown(Refusal):
    """The product has this repository already."""

    message = _("This product already has a repository at this address.")


class NameMissing(Refusal):
    """A repository without a name."""

    message = _("It needs a name.")
    status = 422


class ReferencesImpossible(Refusal):
    """Patterns of references that name no number."""

    message = _(
        "Write how commits name requirements, with # for the number: REQ-#. Several are "
        "divided by commas."
    )
    status = 422


class WorkItemsImpossible(Refusal):
    """Patterns of references that name no number."""

    message = _(
        "Write how commits name work items, with # for the number: W-#. Several are divided by "
        "commas; left empty, none is looked for."
    )
    status = 422


class BranchImpossible(Refusal):
    """The name cannot be that of a branch."""

    message = _("No branch can have this name.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class RepositoryFacts:
    """What is said of a repository when it is added; its source has been checked."""

    name: str
    source: str
    reference_pattern: str = "REQ-#"
    release_pattern: str = "*"


@transaction.atomic
def add_repository(
    *,
    product: Product,
    facts: RepositoryFacts,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Repository:
    """
    Let a repository belong to a product; a worker reads it soon.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RepositoryKnown: if the product has it.
    :raises NameMissing: if it would have no name.
    :raises ReferencesImpossible: if the references name no number.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    _check({"name": facts.name, "reference_pattern": facts.reference_pattern})
    if Repository.objects.filter(product=product, source=facts.source).exists():
        raise RepositoryKnown
    repository = Repository.objects.create(
        number=next_number("REPO"),
        product=product,
        name=facts.name.strip(),
        source=facts.source,
        reference_pattern=facts.reference_pattern,
        release_pattern=facts.release_pattern or "*",
        added_by=by,
        created_at=at,
        asked_by=by,
        asked_at=at,
    )
    record(
        RepositoryAdded(
            repository_id=repository.pk,
            number=repository.number,
            name=repository.name,
            product_id=product.pk,
        ),
        about=repository,
        also=[product],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return repository


@transaction.atomic
def change_repository(
    *,
    repository: Repository,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Repository:
    """
    Change a repository's facts; `before` is what the person saw. It is read anew soon.

    Other references let the messages of the whole history be read again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises RepositoryKnown: if the product has one at the new address.
    :raises NameMissing: if it would have no name.
    :raises ReferencesImpossible: if the references name no number.
    :raises WorkItemsImpossible: if those to work items name no number.
    :raises BranchImpossible: if no branch can be called so.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
    current = {field: getattr(repository, field) for field in CHANGEABLE}
    to = changes_to_make(
        current=current,
        before=before,
        values={field: value for field, value in values.items() if field in CHANGEABLE},
    )
    if not to:
        return repository
    _check(to)
    others = Repository.objects.filter(product=repository.product_id, source=to.get("source"))
    if others.exclude(pk=repository.pk).exists():
        raise RepositoryKnown
    for field, value in to.items():
        setattr(repository, field, value)
    if "reference_pattern" in to or "work_item_pattern" in to:
        CommitLink.objects.filter(commit__repository=repository).delete()
    if REREAD & to.keys():
        repository.asked_by, repository.asked_at = by, at
    repository.save()
    record(
        RepositoryChanged(repository_id=repository.pk, name=repository.name, fields=sorted(to)),
        about=repository,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return repository


def _check(wanted: Mapping[str, Any]) -> None:
    if "name" in wanted and not wanted["name"].strip():
        raise NameMissing
    if "reference_pattern" in wanted and not is_pattern(wanted["reference_pattern"]):
        raise ReferencesImpossible
    work_items = wanted.get("work_item_pattern", "")
    if work_items and not is_pattern(work_items):
        raise WorkItemsImpossible
    branch = wanted.get("default_branch", "")
    if branch.startswith("-") or any(ord(each) < 33 or each in "~^:?*[\\" for each in branch):
        raise BranchImpossible
