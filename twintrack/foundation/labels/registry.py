"""Which kinds of objects carry labels, and who puts them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act
from twintrack.foundation.memory.presence import register_presence
from twintrack.foundation.objects.kinds import kind_of

if TYPE_CHECKING:
    from django.db.models import Model

HAS = "SELECT 1 FROM labels_labelling WHERE about_kind = '{}' AND about_id = %(pk)s"
_acts: dict[str, Act] = {}
_closed: dict[str, Callable[[Any], bool]] = {}


def register_labelled(
    kind: str, act: Act, *, is_closed: Callable[[Any], bool] = lambda _about: False
) -> None:
    """
    Let objects of a kind carry labels, put on by those whose roles allow an act.

    Of a closed one they stay as they are.
    """
    _acts[kind] = act
    _closed[kind] = is_closed
    register_presence(kind, "labels", HAS.format(kind))


def is_closed(about: Model) -> bool:
    """Say whether the labels of an object stay as they are."""
    return _closed[kind_of(about).code](about)


def act_of(kind: str) -> Act:
    """
    Give the act that who labels objects of a kind must be allowed.

    :raises NotThere: if they carry no labels.
    """
    try:
        return _acts[kind]
    except KeyError:
        raise NotThere from None
