"""The notes of a release: made, written, printed, and read by who sells."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.forms import NotesForm
from twintrack.rnd.releases.models import Release, ReleaseNotes
from twintrack.rnd.releases.note_lines import make_notes
from twintrack.rnd.releases.notes import CHINESE, ENGLISH, foreign_lines, news
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import Tab
from twintrack.ui.toasts import keep_toast

NAMES: dict[str, str | Promise] = {
    CHINESE: gettext_lazy("Chinese"),
    ENGLISH: gettext_lazy("English"),
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """The notes of one language, what of them is still in the other, and what came since."""

    code: str
    name: str | Promise
    notes: ReleaseNotes | None
    foreign: int
    added: tuple[str, ...]
    gone: tuple[str, ...]


def pages_of(release: Release) -> list[Page]:
    """Give the notes of both languages as the page of a release shows them."""
    written = queries.read_notes(release)
    return [_page(release, code, written.get(code)) for code in NAMES]


def _page(release: Release, code: str, notes: ReleaseNotes | None) -> Page:
    added, gone = news(notes.base, make_notes(release, code)) if notes else ((), ())
    return Page(
        code=code,
        name=NAMES[code],
        notes=notes,
        foreign=len(foreign_lines(notes.body, code)) if notes else 0,
        added=added,
        gone=gone,
    )


@login_required
@require_POST
def release_notes_draft(request: Request, number: str) -> HttpResponse:
    """Make the notes anew from the requirements; hand edits stay."""
    release = queries.get_release(number, for_user=request.user)
    operations.draft_notes(release=release, by=request.user, at=timezone.now())
    keep_toast(request, _("The notes are up to date; what was written by hand stays"))
    return redirect(f"{reverse('release-detail', args=[number])}?tab=notes")


@login_required
@require_http_methods(["GET", "POST"])
def release_notes_edit(request: Request, number: str, code: str) -> HttpResponse:
    check_may(request.user, Act.PLAN_RELEASES)
    if code not in NAMES:
        raise NotThere
    release = queries.get_release(number, for_user=request.user)
    known = queries.read_notes(release).get(code)
    form = NotesForm(request.POST or None, initial={"body": known.body if known else ""})
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, "body"):
            if values:
                operations.write_notes(
                    release=release,
                    language=code,
                    before=before["body"] or "",
                    body=values["body"],
                    by=request.user,
                    at=timezone.now(),
                )
            return leave_for(request, f"{reverse('release-detail', args=[number])}?tab=notes")
    shown = {"release": release, "code": code, "language": NAMES[code]}
    return render_form(request, "releases/release_notes_edit.html", form, **shown)


@login_required
@require_GET
def release_story(request: Request, number: str) -> HttpResponse:
    """What a release means to customers, to read aloud, to print or to send."""
    release = queries.get_release(number, for_user=request.user)
    asked = request.GET.get("language", "")
    own = ENGLISH if (get_language() or "").startswith("en") else CHINESE
    code = asked if asked in NAMES else own
    shown = {
        "release": release,
        "code": code,
        "languages": [
            Tab(label=name, url=f"?language={each}", is_on=each == code)
            for each, name in NAMES.items()
        ],
        "notes": queries.read_notes(release).get(code),
    }
    return render(request, "releases/release_story.html", shown)
