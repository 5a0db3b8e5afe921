"""What people type as HTML: paragraphs, lists, quotes, code, bold words, links and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from twintrack.foundation.comments.mentions import TOKEN

KEPT = 1000
SCHEME = re.compile(r"https?$")
ADDRESS = re.compile(r"https?://[^\s<>\"'`()\[\]，。；：、！？）】」》]+")
# Punctuation that ends the sentence around an address, and not the address.
AFTER_ADDRESS = ".,;:!?"
# Titles and pictures are no part of a talk; what is indented is no code.
LEFT_OUT = ["image", "heading", "lheading", "hr", "reference", "code"]
# Whatever is made below, no more than this reaches a page.
CLEAN: dict[str, Any] = {
    "tags": {"a", "blockquote", "br", "code", "li", "ol", "p", "pre", "span", "strong", "ul"},
    "attributes": {"a": {"href"}, "span": {"class"}},
    "url_schemes": {"http", "https"},
    "link_rel": "noopener noreferrer nofollow",
}


def render(text: str, names: Mapping[int, str], *, reader_id: int = 0) -> SafeString:
    """Draw a text; people are shown by their names, the reader so that they see it."""
    return _drawn(text, tuple(sorted(names.items())), reader_id)


@lru_cache(maxsize=KEPT)
def _drawn(text: str, names: tuple[tuple[int, str], ...], reader_id: int) -> SafeString:
    drawn = _markdown.render(text, {"names": dict(names), "reader_id": reader_id})
    # What was made is escaped; cleaned once more, a mistake cannot become a script.
    return SafeString(nh3.clean(drawn, **CLEAN).strip())


def _find_name(state: StateInline, silent: bool) -> bool:
    found = TOKEN.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("mention", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _find_address(state: StateInline, silent: bool) -> bool:
    """Make a link of an address as it stands; one is at its colon, and its scheme was read."""
    scheme = SCHEME.search(state.pending) if state.src[state.pos] == ":" else None
    found = scheme and ADDRESS.match(state.src, state.pos - len(scheme[0]), state.posMax)
    if not scheme or not found or state.linkLevel:
        return False
    address = found[0].rstrip(AFTER_ADDRESS)
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = found.start() + len(address)
    return True


def _draw_name(
    _renderer: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, env: Any
) -> str:
    who = tokens[place].content
    mark = "mention me" if int(who) == env["reader_id"] else "mention"
    return f'<span class="{mark}">@{escape(env["names"].get(int(who), who))}</span>'


def _draw_star(
    _renderer: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any
) -> str:
    """Leave single stars as they are: who writes `3*4*5` multiplies."""
    return tokens[place].markup


def _make_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
    markdown.disable(LEFT_OUT)
    markdown.inline.ruler.push("mention", _find_name)
    markdown.inline.ruler.push("address", _find_address)
    markdown.add_render_rule("mention", _draw_name)
    for star in ("em_open", "em_close"):
        markdown.add_render_rule(star, _draw_star)
    return markdown


_markdown = _make_markdown()
