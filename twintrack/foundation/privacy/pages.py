"""The page of a person's data, and the files that they are given."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from twintrack.foundation.people.http import Request
from twintrack.foundation.privacy.dossier import Dossier
from twintrack.foundation.privacy.erasure import ErasureForm
from twintrack.foundation.privacy.spellings import list_files
from twintrack.foundation.privacy.traces import Traces
from twintrack.ui.regions import render_page

SHOWN = 60


def draw_person(
    request: Request,
    traces: Traces,
    *,
    form: ErasureForm,
    name: str,
    erased_at: datetime | None,
    up: tuple[str, str],
    export_url: str,
) -> HttpResponse:
    """Draw where a person stands, with what can be done."""
    standings, hidden = traces.standings(for_user=request.user)
    if not traces.unsure:
        del form.fields["everywhere"]
    shown = {
        "traces": traces,
        "standings": standings[:SHOWN],
        "more": max(0, len(standings) - SHOWN),
        "hidden": hidden,
        "files": () if erased_at else list_files(traces, for_user=request.user),
        "form": form,
        "name": name,
        "erased_at": erased_at,
        "up_label": up[0],
        "up_url": up[1],
        "export_url": export_url,
    }
    status = 422 if form.errors else 200
    return render_page(request, "privacy/person.html", shown, regions=(), status=status)


def answer_file(request: Request, dossier: Dossier, *, name: str) -> HttpResponse:
    """Answer with a dossier as a file: as JSON, or to be read."""
    answer: HttpResponse
    if request.POST.get("form") == "json":
        answer = JsonResponse(
            dossier.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        kind = "json"
    else:
        answer = HttpResponse(render_to_string("privacy/dossier.html", {"dossier": dossier}))
        kind = "html"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
