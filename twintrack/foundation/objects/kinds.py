"""The kinds of objects that have a number, a page and an activity feed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.utils.functional import Promise

    from twintrack.foundation.people.models import User


class KindUnknown(LookupError):
    """No such kind of object is registered."""


@dataclass(frozen=True, kw_only=True)
class ObjectKind:
    """
    What foundation needs to know of a kind of object.

    `visible` narrows a query set to what a person may see; `search_text` gives
    (title, body) of an object for the full-text index, or nothing if it is not searched;
    `related` names what title and url need of other tables. `hides` says whether any object of
    the kind is hidden from a person: then nobody is told of what concerns hidden ones alone.
    Kinds with `looked_after_by` are talked about and watched: it gives the ids of those who watch
    an object without having asked to. `talk_hint` says who reads what is said there.
    """

    code: str
    prefix: str
    model: str
    track: str
    icon: str
    label: str | Promise
    url: Callable[[Any], str]
    title: Callable[[Any], str]
    visible: Callable[[Any, User], QuerySet[Any]]
    search_text: Callable[[Any], tuple[str, str]] | None = None
    related: tuple[str, ...] = ()
    hides: Callable[[User], bool] | None = None
    looked_after_by: Callable[[Any], Iterable[int]] | None = None
    talk_hint: str | Promise = ""

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    def visible_ids(self, ids: set[int], *, for_user: User) -> set[int]:
        """Keep the ids of the objects that the person may see, in one query."""
        objects = self.model_class._default_manager.filter(pk__in=ids)
        return set(self.visible(objects, for_user).values_list("pk", flat=True))

    def load(self, ids: Collection[int], *, for_user: User) -> dict[int, Any]:
        """Give the objects that the person may see by their ids, in one query."""
        objects = self.model_class._default_manager.filter(pk__in=ids)
        visible = self.visible(objects, for_user)
        return {each.pk: each for each in visible.select_related(*self.related)}

    def load_any(self, pk: int) -> Any:
        """Give the object of an id, whoever may see it, or nothing; for what happens by itself."""
        objects = self.model_class._default_manager.select_related(*self.related)
        return objects.filter(pk=pk).first()


_BY_CODE: dict[str, ObjectKind] = {}
_BY_MODEL: dict[str, ObjectKind] = {}


def register(kind: ObjectKind) -> None:
    """Make a kind of object known; called while the apps start."""
    _BY_CODE[kind.code] = kind
    _BY_MODEL[kind.model.lower()] = kind


def get_kind(code: str) -> ObjectKind:
    """
    Find a kind by its code.

    :raises KindUnknown: if no kind has that code.
    """
    try:
        return _BY_CODE[code]
    except KeyError:
        raise KindUnknown(code) from None


def kind_of(instance: Model) -> ObjectKind:
    """
    Find the kind of an object.

    :raises KindUnknown: if its model is not registered.
    """
    try:
        return _BY_MODEL[instance._meta.label_lower]
    except KeyError:
        raise KindUnknown(instance._meta.label) from None


def code_of(model: type[Model]) -> str:
    """Give the code of the kind that a model is, or nothing if it is none."""
    kind = _BY_MODEL.get(model._meta.label_lower)
    return kind.code if kind else ""


def all_kinds() -> list[ObjectKind]:
    """List the kinds in the order of their registration."""
    return list(_BY_CODE.values())
