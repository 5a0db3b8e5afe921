"""By which templates deliveries are planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.forms.rows import Rows
from twintrack.sales.deliveries.forms.templates import (
    FIELDS,
    PlanForms,
    TemplateForm,
    new_rows,
    rows_of,
    typed,
)
from twintrack.sales.deliveries.models import DeliveryTemplate
from twintrack.ui.regions import render_page

PAGE = "deliveries/settings.html"
EDIT = "deliveries/template_edit.html"
BESIDE: Any = {
    operations.PlanUnsound: None,
    operations.NameMissing: "name_zh",
    StaleEdit: None,
}


@login_required
@require_GET
def delivery_settings(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_DELIVERIES)
    shown = {
        "templates": queries.list_templates(),
        "may_set": may(request.user, Act.MANAGE_DELIVERIES),
    }
    return render_page(request, PAGE, shown, regions=("templates",))


@login_required
@require_http_methods(["GET", "POST"])
def template_new(request: Request) -> HttpResponse:
    def add(values: dict[str, Any], who: dict[str, Any]) -> None:
        names = ("name_zh", "name_en", "plan")
        operations.add_template(**{name: values[name] for name in names}, **who)

    return _write(request, None, add, title=_("New template"), submit=_("Add"))


@login_required
@require_http_methods(["GET", "POST"])
def template_edit(request: Request, pk: int) -> HttpResponse:
    template = queries.get_template(pk)

    def change(values: dict[str, Any], who: dict[str, Any]) -> None:
        revision = values.pop("revision") or 0
        operations.change_template(template=template, revision=revision, values=values, **who)

    return _write(request, template, change, title=_("Edit template"), submit=_("Save"))


def _write(
    request: Request,
    template: DeliveryTemplate | None,
    act: Callable[[dict[str, Any], dict[str, Any]], None],
    **shown: Any,
) -> HttpResponse:
    """Show the tables of a template as they were typed, change their rows, or keep them."""
    check_may(request.user, Act.MANAGE_DELIVERIES)
    asked = request.POST.get("do", "")
    is_kept = request.method == "POST" and not asked
    if request.method == "GET":
        form = TemplateForm(template=template)
        rows = rows_of(template.plan) if template else new_rows()
    else:
        form = TemplateForm(request.POST) if is_kept else TemplateForm(initial=typed(request.POST))
        rows = Rows(FIELDS).read(request.POST)
        if asked:
            rows.act(asked)
        else:
            rows.leave_out_empty()
    written = PlanForms(rows, is_checked=is_kept)
    if is_kept and all((form.is_valid(), written.is_valid())):
        with attempt(form, BESIDE):
            act(
                form.cleaned_data | {"plan": written.plan},
                {"by": request.user, "at": timezone.now()},
            )
            return redirect("delivery-settings")
    shown |= {"form": form, "written": written}
    return render_page(request, EDIT, shown, regions=("plan",), status=422 if is_kept else 200)
