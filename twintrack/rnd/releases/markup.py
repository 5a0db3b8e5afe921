"""Notes as HTML: headings, bullets, bold words, links; nothing else reaches a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "hr", "reference"])
CLEAN: dict[str, Any] = {
    "tags": {"a", "blockquote", "br", "code", "em", "h3", "h4", "li", "ol", "p", "strong", "ul"},
    "attributes": {"a": {"href"}},
    "url_schemes": {"http", "https"},
    "link_rel": "noopener noreferrer nofollow",
}


@lru_cache(maxsize=200)
def draw_notes(text: str) -> SafeString:
    """Draw notes; their headings stand below those of a page."""
    drawn = _markdown.render(text)
    for level, below in (("h4", "h4"), ("h3", "h4"), ("h2", "h3"), ("h1", "h3")):
        drawn = drawn.replace(f"<{level}>", f"<{below}>").replace(f"</{level}>", f"</{below}>")
    # What was made is escaped; cleaned once more, a mistake cannot become a script.
    return SafeString(nh3.clean(drawn, **CLEAN).strip())
