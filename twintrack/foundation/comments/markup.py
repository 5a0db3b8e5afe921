"""What people type as HTML: paragraphs, lists, quotes, code, bold words, links and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from django.utils.safestring import SafeString

KEPT = 1000
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>[^*\n]+)\*\*"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<href>https?://[^\s()<>\"]+)\)"
    r"|(?P<url>https?://[^\s<>\"'`()\[\]，。；：、！？）】」》]+)"
    r"|@\{(?P<who>\d{1,18})\}"
)
FENCE = "```"
BULLET = re.compile(r"\s{0,3}[-*•]\s+")
NUMBER = re.compile(r"\s{0,3}\d{1,3}[.)、]\s+")
QUOTE = re.compile(r"\s{0,3}>\s?")
# Punctuation that ends the sentence around an address, and not the address.
AFTER_ADDRESS = ".,;:!?"
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
    inline = _inliner(dict(names), reader_id)
    drawn = "".join(_blocks(text.replace("\r\n", "\n").split("\n"), inline))
    # Every piece was escaped; cleaned once more, a mistake above cannot become a script.
    return SafeString(nh3.clean(drawn, **CLEAN))


Inline = Callable[[str], str]


def _inliner(names: Mapping[int, str], reader_id: int) -> Inline:
    def put(found: re.Match[str]) -> str:
        if found["code"]:
            return f"<code>{escape(found['code'])}</code>"
        if found["bold"]:
            return f"<strong>{inline(found['bold'])}</strong>"
        if found["href"]:
            return f'<a href="{escape(found["href"])}">{escape(found["label"])}</a>'
        if found["url"]:
            address = found["url"].rstrip(AFTER_ADDRESS)
            rest = found["url"][len(address) :]
            return f'<a href="{escape(address)}">{escape(address)}</a>{escape(rest)}'
        whom = int(found["who"])
        mark = "mention me" if whom == reader_id else "mention"
        return f'<span class="{mark}">@{escape(names.get(whom, found["who"]))}</span>'

    def inline(text: str) -> str:
        parts, done = [], 0
        for found in INLINE.finditer(text):
            parts += [escape(text[done : found.start()]), put(found)]
            done = found.end()
        return "".join([*parts, escape(text[done:])])

    return inline


def _blocks(lines: list[str], inline: Inline) -> Iterator[str]:
    place = 0
    while place < len(lines):
        line = lines[place]
        if line.lstrip().startswith(FENCE):
            end = _end_of_code(lines, place + 1)
            yield f"<pre><code>{escape(chr(10).join(lines[place + 1 : end]))}</code></pre>"
            place = end + 1
            continue
        if not line.strip():
            place += 1
            continue
        sort = _sort_of(line)
        end = place
        while end < len(lines) and lines[end].strip() and _sort_of(lines[end]) is sort:
            end += 1
        yield _block(sort, lines[place:end], inline)
        place = end


def _end_of_code(lines: list[str], start: int) -> int:
    ends = (at for at in range(start, len(lines)) if lines[at].strip().startswith(FENCE))
    return next(ends, len(lines))


def _sort_of(line: str) -> re.Pattern[str] | str | None:
    """Tell lists and quotes from plain lines; a fence begins a block of its own."""
    if line.lstrip().startswith(FENCE):
        return FENCE
    return next((each for each in (BULLET, NUMBER, QUOTE) if each.match(line)), None)


def _block(sort: re.Pattern[str] | str | None, lines: list[str], inline: Inline) -> str:
    if not isinstance(sort, re.Pattern):
        return f"<p>{'<br>'.join(inline(line.strip()) for line in lines)}</p>"
    words = [inline(sort.sub("", line, count=1).strip()) for line in lines]
    if sort is QUOTE:
        return f"<blockquote><p>{'<br>'.join(words)}</p></blockquote>"
    tag = "ul" if sort is BULLET else "ol"
    return f"<{tag}>{''.join(f'<li>{each}</li>' for each in words)}</{tag}>"
