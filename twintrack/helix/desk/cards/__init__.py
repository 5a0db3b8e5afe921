"""The cards of the Today page that need both tracks to be told; one module for each concern."""

from twintrack.helix.desk.cards import complaints, milestones, news, operating, requirements, steps
from twintrack.ui.cards import register_cards


def register_all() -> None:
    """Bring every card of this app to the Today page."""
    register_cards("steps", steps.due)
    register_cards("team-steps", steps.overdue_in_team)
    register_cards("milestones", milestones.late)
    register_cards("forecasts", milestones.moved)
    register_cards("triage", requirements.to_triage)
    register_cards("review", requirements.to_review)
    register_cards("proposals", requirements.to_attach)
    register_cards("undated", requirements.without_date)
    register_cards("overdue", requirements.past_their_day)
    register_cards("news", news.to_pass_on)
    register_cards("confirm", news.to_confirm)
    register_cards("heard", news.heard_by_others)
    register_cards("complaints", complaints.still_open)
    register_cards("operating", operating.parked)
    register_cards("behind", operating.behind)
