"""Why a mail did not leave is said in words, with those of the mail server."""

import smtplib

import pytest

from twintrack.foundation.mailing.outgoing import CUT_OFF
from twintrack.foundation.mailing.reasons import REASONS, UNREACHABLE, UNSURE, reason_of

REFUSED = smtplib.SMTPRecipientsRefused({"yu@x.example": (550, b"5.1.1 It's gone")})
SIGN_IN = smtplib.SMTPAuthenticationError(535, b"bad password")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (REFUSED, "The mail server refuses this address (550 5.1.1 It's gone)"),
        (SIGN_IN, "The mail server does not let us sign in (535 bad password)"),
        (ConnectionRefusedError(111, "refused"), str(UNREACHABLE)),
        (smtplib.SMTPServerDisconnected("please run connect() first"), str(UNSURE)),
        (ValueError("odd"), "It could not be handed to the mail server"),
    ],
)
def test_errors_as_they_are_kept_become_words(error: Exception, said: str) -> None:
    assert reason_of(f"{type(error).__name__}: {error}") == said


def test_what_was_cut_off_may_have_arrived_and_nothing_is_said_of_nothing() -> None:
    assert reason_of(CUT_OFF) == UNSURE == REASONS[CUT_OFF]
    assert reason_of("") == ""
