"""Edits that overwrite nothing unseen."""

from collections.abc import Mapping
from typing import Any

from twintrack.foundation.access.refusals import StaleEdit


def changes_to_make(
    *, current: Mapping[str, Any], before: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Give the values that differ from what stands there; `before` is what the person saw.

    :raises StaleEdit: if a field to change is not any more what the person saw of it.
    """
    changes = {}
    for field, value in values.items():
        stands = current[field]
        if value == stands:
            continue
        if field in before and before[field] != stands:
            raise StaleEdit(field=field, current=stands, attempted=value)
        changes[field] = value
    return changes
