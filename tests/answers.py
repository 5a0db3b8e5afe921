"""What an answer says."""

import json
from typing import Any


def text_of(answer: Any) -> str:
    """Give the text of an answer."""
    return str(answer.content.decode())


def told(answer: Any) -> dict[str, Any]:
    """Give what an answer tells the page to do besides, such as to show a toast."""
    found: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])
    return found
