import random

import numpy as np
import pytest

from twintrack.algorithms.forecasting.correction import Correction, learn_correction
from twintrack.algorithms.forecasting.logistic import Case, back_test, fit_score
from twintrack.algorithms.forecasting.scores import area_under_curve, calibration, log_loss


def cases(effect: float, count: int = 600) -> list[Case]:
    dice = random.Random(11)
    made = []
    for began in range(count):
        source = dice.choice(["fair", "web"])
        chance = 0.4 + (effect if source == "fair" else -effect)
        traits = {"source": source, "owner": dice.choice("abc")}
        made.append(Case(began=began, traits=traits, happened=dice.random() < chance))
    return made


def test_a_history_that_tells_apart_says_so_and_what_drives_it() -> None:
    known = cases(0.25)

    verdict, score = back_test(known), fit_score(known)

    assert verdict is not None
    assert verdict.tells_apart
    assert verdict.area > 0.65
    assert score.chance({"source": "fair"}) == pytest.approx(0.65, abs=0.07)
    assert score.drivers({"source": "fair", "owner": "a"})[0][:2] == ("source", "fair")
    assert score.chance({"source": "never seen"}) == pytest.approx(score.base)


def test_a_history_without_signal_is_not_shown_as_a_score() -> None:
    verdict = back_test(cases(0.0))

    assert verdict is not None
    assert not verdict.tells_apart


def test_too_few_outcomes_are_not_judged() -> None:
    assert back_test(cases(0.25, 40)) is None


def test_scores_are_what_their_definitions_say() -> None:
    chances, came = [0.9, 0.6, 0.4, 0.1], [1.0, 0.0, 1.0, 0.0]

    assert log_loss(chances, came) == pytest.approx(-np.log([0.9, 0.4, 0.4, 0.9]).mean())
    assert area_under_curve(chances, came) == 0.75
    assert area_under_curve([0.5] * 4, came) == 0.5
    assert calibration(chances, came, parts=2) == [(0.25, 0.5), (0.75, 0.5)]


def test_chances_told_too_boldly_come_back_to_what_came() -> None:
    dice = random.Random(4)
    true = np.array([dice.choice([0.4, 0.6]) for _each in range(4000)])
    came = np.array([float(dice.random() < each) for each in true])
    bold = np.where(true > 0.5, 0.9, 0.3)

    mended = learn_correction(bold, came, base=0.5).apply(bold, base=0.5)

    assert mended[true > 0.5].mean() == pytest.approx(0.6, abs=0.03)
    assert mended[true < 0.5].mean() == pytest.approx(0.4, abs=0.03)
    assert Correction().apply(np.array([0.9]), base=0.5)[0] == pytest.approx(0.75)
