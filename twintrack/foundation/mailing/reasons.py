"""Why a mail did not leave, said to whoever sent it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What the mail server answered, as it stands in the error of Python's library: (550, b'No such …').
ANSWER = re.compile(r"\((\d{3}), b?(['\"])(.*?)\2")
REFUSED = gettext_lazy("The mail server refuses this address")
UNREACHABLE = gettext_lazy("The mail server could not be reached")
UNSURE = gettext_lazy("The connection broke while it was sent: it may have arrived, or not")
REASONS = {
    "SMTPRecipientsRefused": REFUSED,
    "SMTPSenderRefused": gettext_lazy("The mail server refuses the address it comes from"),
    "SMTPAuthenticationError": gettext_lazy("The mail server does not let us sign in"),
    "SMTPDataError": gettext_lazy("The mail server refuses what it says"),
    "SMTPServerDisconnected": UNSURE,
    "TimeoutError": UNSURE,
    "Cut off while it was sent; not sent again.": UNSURE,
    "SMTPConnectError": UNREACHABLE,
    "SMTPHeloError": UNREACHABLE,
    "ConnectionRefusedError": UNREACHABLE,
    "ConnectionResetError": UNREACHABLE,
    "gaierror": UNREACHABLE,
    "OSError": UNREACHABLE,
}


def reason_of(error: str) -> str:
    """
    Say in the reader's language why a mail did not leave, with the words of the mail server.

    `error` is what was kept of it: the name of the exception, a colon and what it says.
    """
    if not error:
        return ""
    name = error.partition(": ")[0]
    reason = str(REASONS.get(name) or _("It could not be handed to the mail server"))
    answer = ANSWER.search(error)
    return f"{reason} ({answer[1]} {answer[3]})" if answer else reason
