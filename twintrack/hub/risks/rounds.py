"""The worker's round of early warning: each rule looks, what it saw before is brought to an end."""

from __future__ import annotations

import logging
from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.hub.risks import operations, queries
from twintrack.hub.risks.models import Mute, Risk
from twintrack.hub.risks.queries import Watched
from twintrack.hub.risks.rules import NeverKnown, Signal, Warned

logger = logging.getLogger(__name__)


def watch(at: datetime) -> None:
    """Let every rule look; one that fails keeps no other from looking."""
    by = automation()
    for watched in queries.read_rules(at=at):
        try:
            _look(watched, by, at)
            _learn(watched, by, at)
        except Exception:
            logger.exception("The rule %s could not look", watched.rule.code)


def _look(watched: Watched, by: User, at: datetime) -> None:
    rule = watched.rule
    signals = {
        each.subject_id: each
        for each in (rule.find(watched.values, at) if watched.is_on else ())
        if not _is_muted(each, watched.mutes)
    }
    standing = {risk.subject_id: risk for risk in queries.list_standing(rule)}
    for subject, risk in standing.items():
        if subject not in signals:
            operations.clear(risk=risk, by=by, at=at)
    for subject, signal in signals.items():
        if subject not in standing:
            operations.warn(rule=rule, signal=signal, by=by, at=at)


def _learn(watched: Watched, by: User, at: datetime) -> None:
    for risk in queries.list_to_judge(watched.rule):
        try:
            was_right = watched.rule.judge(_warned(risk), at)
            is_settled = was_right is not None
        except NeverKnown:
            was_right, is_settled = None, True
        if is_settled:
            operations.judge(risk=risk, was_right=was_right, by=by, at=at)


def _warned(risk: Risk) -> Warned:
    assert risk.subject_id is not None
    return Warned(
        subject_id=risk.subject_id,
        raised_at=risk.created_at,
        cleared_at=risk.cleared_at,
        evidence=risk.evidence,
    )


def _is_muted(signal: Signal, mutes: list[Mute]) -> bool:
    return any(each.subject_id in (None, signal.subject_id) for each in mutes)
