"""Texts that hold any of many words are found as one by one, also where words hold signs."""

import pytest
from django.db.models import F, Q

from tests.factories.feedback import make_feedback
from twintrack.foundation.privacy.holding import HoldsAny
from twintrack.sales.feedback.models import Feedback


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["tom"], {"Call Tom"}),
        (["若兰", "TOM"], {"Call Tom", "若兰姐也急"}),
        (["50%", "a_b"], {"50% off"}),
        (["c:\\x"], {r"at C:\x"}),
        ([f"nobody {number}" for number in range(400)], set()),
    ],
)
def test_any_of_the_words_is_found_in_any_case(words: list[str], found: set[str]) -> None:
    for text in ("Call Tom", "若兰姐也急", "50% off", "500 off", "axb", r"at C:\x"):
        make_feedback(verbatim=text)

    which = Q(HoldsAny(F("verbatim"), words)) | Q(HoldsAny(F("title"), ["none of them"]))

    assert set(Feedback.objects.filter(which).values_list("verbatim", flat=True)) == found
