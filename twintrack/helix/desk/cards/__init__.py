"""The cards of the Today page that need both tracks to be told; one module for each concern."""

from twintrack.helix.desk.cards import (
    complaints,
    deals,
    iterations,
    milestones,
    news,
    operating,
    requirements,
    steps,
    work,
)
from twintrack.helix.desk.keeping import kept_cards
from twintrack.ui.cards import Provider, keep_cards, register_cards


def register_all() -> None:
    """Bring every card of this app to the Today page."""
    for code, (provider, about) in _KEPT.items():
        register_cards(code, provider, about=about)
    # What these tell of does not stand in the ledger, or changes within minutes.
    register_cards("news", news.to_pass_on)
    register_cards("operating", operating.parked)
    register_cards("behind", operating.behind)
    keep_cards(kept_cards)


_TALKS = ("communication_plan", "milestone", "customer")
_PLANS = ("milestone", "project", "requirement", "feedback", "customer")
_DEMAND = ("requirement", "feedback")
_MONEY = ("opportunity", "exchange_rate")
# Who brings cards, and the kinds whose changes make them others.
_KEPT: dict[str, tuple[Provider, tuple[str, ...]]] = {
    "steps": (steps.due, _TALKS),
    "team-steps": (steps.overdue_in_team, _TALKS),
    "milestones": (milestones.late, _PLANS),
    "forecasts": (milestones.moved, _PLANS),
    "triage": (requirements.to_triage, ("feedback", *_MONEY)),
    "review": (requirements.to_review, _DEMAND),
    "opinions": (requirements.to_judge, ("requirement",)),
    "proposals": (requirements.to_attach, _DEMAND),
    "undated": (requirements.without_date, _DEMAND),
    "overdue": (requirements.past_their_day, _DEMAND),
    "confirm": (news.to_confirm, ("feedback", "customer")),
    "heard": (news.heard_by_others, ("feedback", "customer")),
    "iterations": (iterations.overdue, ("iteration", "work_item")),
    "work": (work.mine, ("work_item", "requirement", "feedback", "customer")),
    "risks": (work.threatened, ("risk",)),
    "deals": (deals.without_step, ("opportunity", "customer")),
    "deal-tasks": (deals.tasks_due, ("opportunity", "customer")),
    "complaints": (complaints.still_open, ("feedback", "customer")),
}
