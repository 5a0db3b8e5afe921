"""Why a report is not read, in words that say where and what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal


class ReportUnreadable(Refusal):
    """What was sent is not the kind of report that it is said to be."""

    message: str | Promise = _("This is no report that can be read.")
    status = 422

    def say(self, words: str) -> None:
        """Say it in other words, such as with the name of the file."""
        self.message = words
        self.args = (words,)


class NotWellFormed(ReportUnreadable):
    """The file breaks off, or is damaged; `where` is a line."""

    message = _("The file breaks off or is damaged.")

    def __init__(self, where: int) -> None:
        said = _("The file breaks off or is damaged at line %(line)d.")
        super().__init__(str(said) % {"line": where})


class OtherFormat(ReportUnreadable):
    """The file begins as something else does."""

    message = _("This is another kind of file.")

    def __init__(self, *, found: str, wanted: str) -> None:
        said = _("This is no %(wanted)s report: it begins with <%(found)s>.")
        super().__init__(str(said) % {"wanted": wanted, "found": found[:60]})


class NothingInside(ReportUnreadable):
    """A report of nothing: no test, no line."""

    message = _("The file says nothing: no test and no line stands in it.")


class ReportHostile(ReportUnreadable):
    """The file defines entities or a document type, which no report needs."""

    message = _("The file defines entities or names outside documents. Such files are not read.")


class TooDeep(ReportUnreadable):
    """Elements within elements without end."""

    message = _("Elements of this file stand within one another too deeply.")


class PieceTooLarge(ReportUnreadable):
    """One attribute or comment of megabytes."""

    message = _("One piece of this file, such as an attribute, is larger than 4 MB.")


class TooMuchInside(ReportUnreadable):
    """More tests, files or lines than any project has."""

    message = _("The file names more tests, files or lines than can be kept. Split it.")
