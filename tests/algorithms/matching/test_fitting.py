"""Learning from what people decided."""

from twintrack.algorithms.matching.fitting import Outcome, fit
from twintrack.algorithms.matching.similarity import STARTING, Features, similarity

LIKE = Features(coverage=0.9, title=0.9, shape=0.9, rare=1.0, module=1)
UNLIKE = Features(coverage=0.1, title=0.1, shape=0.0, rare=0.0, module=1)
OTHER_MODULE = Features(coverage=0.9, title=0.9, shape=0.9, rare=1.0, module=-1)


def test_without_outcomes_nothing_is_learnt() -> None:
    assert fit([]) == STARTING


def test_what_people_said_makes_it_surer() -> None:
    outcomes = [
        Outcome(features=LIKE, is_same=True, count=50),
        Outcome(features=UNLIKE, is_same=False, count=50),
        Outcome(features=OTHER_MODULE, is_same=False, count=50),
    ]

    learnt = fit(outcomes)

    assert similarity(LIKE, learnt) > 0.9
    assert similarity(OTHER_MODULE, learnt) < 0.1
    assert learnt.module > STARTING.module


def test_few_outcomes_move_little() -> None:
    once = fit([Outcome(features=OTHER_MODULE, is_same=False)])
    often = fit([Outcome(features=OTHER_MODULE, is_same=False, count=100)])

    assert abs(once.module - STARTING.module) < abs(often.module - STARTING.module)
