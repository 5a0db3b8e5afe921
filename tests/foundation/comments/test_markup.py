"""What people type becomes HTML, and never more than that."""

from html.parser import HTMLParser

import pytest

from twintrack.foundation.comments.markup import render


class Seen(HTMLParser):
    """What a browser makes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


NAMES = {7: "Zhao <b>Yifan</b>"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> said\n\nnot", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>not</p>"),
        ("**bold** and `x < 1`", "<p><strong>bold</strong> and <code>x &lt; 1</code></p>"),
        ("```\na\n\n<b>\n```\nend", "<pre><code>a\n\n&lt;b&gt;\n</code></pre>\n<p>end</p>"),
        ("3*4*5 = 60 and _x_y", "<p>3*4*5 = 60 and _x_y</p>"),
        ("# 1 < 2", "<p># 1 &lt; 2</p>"),
        ("", ""),
    ],
)
def test_a_text_keeps_its_shape(text: str, html: str) -> None:
    assert render(text, {}) == html


def test_an_address_becomes_a_link_without_the_punctuation_after_it() -> None:
    html = render("见 https://example.com/a?b=1&c=2。 and https://example.org.", {})

    assert 'href="https://example.com/a?b=1&amp;c=2"' in html
    assert 'href="https://example.org"' in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert ">here</a>" in render("[here](https://example.com)", {})


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '[x](https://example.com"onclick="alert(1))',
        "<img src=x onerror=alert(1)>",
        "`<script>`",
        "```\n<script>alert(1)</script>",
        "@{7}",
    ],
)
def test_nothing_that_is_typed_runs(text: str) -> None:
    seen = Seen()
    seen.feed(render(text, NAMES))

    assert seen.tags <= {"p", "a", "code", "pre", "span"}
    assert seen.attributes <= {"href", "rel", "class"}
    assert all(address.startswith("https://example.com") for address in seen.addresses)


def test_a_name_is_marked_and_the_readers_own_otherwise() -> None:
    assert 'class="mention"' in render("@{7}", NAMES, reader_id=8)
    assert 'class="mention me"' in render("@{7}", NAMES, reader_id=7)
    assert "@99" in render("@{99}", NAMES)
