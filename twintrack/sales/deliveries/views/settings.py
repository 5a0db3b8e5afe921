"""By which templates deliveries are planned."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.forms.templates import TemplateForm
from twintrack.sales.deliveries.views.showing import ask
from twintrack.ui.regions import render_page

PAGE = "deliveries/settings.html"
BESIDE: Any = {
    operations.PlanUnsound: "tasks",
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
    check_may(request.user, Act.MANAGE_DELIVERIES)
    form = TemplateForm(request.POST or None)

    def add(who: dict[str, Any]) -> None:
        given = form.cleaned_data
        operations.add_template(
            name_zh=given["name_zh"], name_en=given["name_en"], plan=form.plan, **who
        )

    return ask(
        request,
        form,
        add,
        title=_("New template"),
        submit=_("Add"),
        up=reverse("delivery-settings"),
        beside=BESIDE,
    )


@login_required
@require_http_methods(["GET", "POST"])
def template_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_DELIVERIES)
    template = queries.get_template(pk)
    form = TemplateForm(request.POST or None, template=template)

    def change(who: dict[str, Any]) -> None:
        given = form.cleaned_data
        names = ("name_zh", "name_en", "is_active")
        values = {name: given[name] for name in names} | {"plan": form.plan}
        operations.change_template(
            template=template, revision=given["revision"] or 0, values=values, **who
        )

    return ask(
        request,
        form,
        change,
        title=_("Edit template"),
        submit=_("Save"),
        up=reverse("delivery-settings"),
        beside=BESIDE,
    )
