"""How right similarities are."""

import pytest

from twintrack.algorithms.matching.judging import area, calibration_error, log_loss


def test_the_area_is_how_often_the_right_one_stands_first() -> None:
    assert area([(0.9, True), (0.2, False)]) == 1.0
    assert area([(0.9, False), (0.2, True)]) == 0.0
    assert area([(0.9, True), (0.6, False), (0.5, True), (0.1, False)]) == 0.75


def test_what_is_told_equally_sure_counts_half() -> None:
    assert area([(0.5, True), (0.5, False)]) == 0.5
    assert area([(0.5, False), (0.5, True), (0.5, False)]) == 0.5


def test_without_both_kinds_there_is_no_area() -> None:
    assert area([]) == area([(0.5, True)]) == 0.0


def test_percentages_that_hold_have_no_error() -> None:
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0.0
    assert calibration_error([(1.0, False), (0.0, True)]) == 1.0
    assert calibration_error([]) == 0.0


def test_whoever_is_sure_and_wrong_is_the_most_surprised() -> None:
    assert log_loss([(0.5, True)]) == pytest.approx(0.693, abs=0.001)
    assert log_loss([(1.0, False)]) > log_loss([(0.9, False)]) > log_loss([(0.1, False)])
    assert log_loss([]) == 0.0
