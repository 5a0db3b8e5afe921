"""Who and what the story has brought into being so far, by the keys of its files."""

from __future__ import annotations

from dataclasses import dataclass, field

from twintrack.demo.diary import Diary
from twintrack.demo.story import Teller
from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.releases.models import Release
from twintrack.rnd.work.models import WorkItem
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.feedback.models import Feedback


@dataclass(kw_only=True)
class Cast:
    """Filled as the story goes on; at hand with who tells it and where it is written down."""

    teller: Teller
    diary: Diary
    staff: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    # The oldest first; the last but one runs.
    iterations: list[Iteration] = field(default_factory=list)
    products: dict[str, Product] = field(default_factory=dict)
    modules: dict[tuple[str, str], Module] = field(default_factory=dict)
    # Newest last.
    versions: dict[str, list[Version]] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    contacts: dict[str, list[Contact]] = field(default_factory=dict)
    releases: dict[tuple[str, str], Release] = field(default_factory=dict)
    milestones: dict[str, Milestone] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    # The work on requirements, each by the key of its requirement and of its step.
    work: dict[tuple[str, str], WorkItem] = field(default_factory=dict)
    # What customers said, by who, about what and how long ago.
    said: dict[str, Feedback] = field(default_factory=dict)
