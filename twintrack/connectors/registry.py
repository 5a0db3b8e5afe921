"""The code hosts that are understood: one entry each, nothing else to touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twintrack.connectors.gitee import mapping as gitee
from twintrack.connectors.gitee import signature as gitee_signature
from twintrack.connectors.github import mapping as github
from twintrack.connectors.github import signature as github_signature
from twintrack.connectors.gitlab import mapping as gitlab
from twintrack.connectors.gitlab import signature as gitlab_signature
from twintrack.connectors.records import Parcel
from twintrack.connectors.signing import Check


@dataclass(frozen=True, kw_only=True)
class Host:
    """How one host signs, names and writes what it sends."""

    is_genuine: Check
    read: Callable[[str, dict[str, Any]], Parcel]
    event_header: str
    # Where a delivery has an id of its own, the first that is there.
    delivery_headers: tuple[str, ...] = ()

    def event_of(self, headers: Mapping[str, str]) -> str:
        """Give the kind of event that the headers name."""
        return headers.get(self.event_header, "")[:80]

    def delivery_of(self, headers: Mapping[str, str]) -> str:
        """Give the id of a delivery; nothing where the host gives none."""
        found = (headers.get(name, "") for name in self.delivery_headers)
        return next((each[:120] for each in found if each), "")


HOSTS: dict[str, Host] = {
    "github": Host(
        is_genuine=github_signature.is_genuine,
        read=github.read,
        event_header=github_signature.EVENT,
        delivery_headers=(github_signature.DELIVERY,),
    ),
    "gitlab": Host(
        is_genuine=gitlab_signature.is_genuine,
        read=gitlab.read,
        event_header=gitlab_signature.EVENT,
        delivery_headers=gitlab_signature.DELIVERY,
    ),
    "gitee": Host(
        is_genuine=gitee_signature.is_genuine,
        read=gitee.read,
        event_header=gitee_signature.EVENT,
    ),
}
