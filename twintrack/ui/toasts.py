"""Short messages at the foot of a page, with an undo where there is one."""

import json
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENDED = _("Your session has ended. Sign in in another tab; what you typed is still here.")
Response = TypeVar("Response", bound=HttpResponseBase)


def toast(
    response: Response,
    text: str | Promise,
    undo_url: str | None = None,
    tone: str = "ok",
    url: str = "",
) -> Response:
    """
    Show a message when this answer to an htmx request arrives; `tone` is ok or bad.

    With `url` its text leads to what it tells of.
    """
    told = {"text": str(text), "tone": tone, "undo": undo_url or ""}
    return tell(response, "toast", told | ({"url": url} if url else {}))


def close_modal(response: Response) -> Response:
    """Close the dialog a form was sent from."""
    return tell(response, "modal-close", {})


def tell(response: Response, event: str, detail: dict[str, str]) -> Response:
    """Let the page dispatch a DOM event, beside those told already."""
    told = json.loads(response.get("HX-Trigger", "{}"))
    told[event] = detail
    # Headers carry ASCII only; JSON escapes keep Chinese text whole.
    response["HX-Trigger"] = json.dumps(told, ensure_ascii=True)
    return response


def keep_toast(
    request: HttpRequest,
    text: str | Promise,
    undo_url: str | None = None,
    tone: str = "ok",
) -> None:
    """Show a message on the next whole page, for answers that redirect."""
    level = messages.ERROR if tone == "bad" else messages.SUCCESS
    messages.add_message(request, level, str(text), extra_tags=undo_url or "")
