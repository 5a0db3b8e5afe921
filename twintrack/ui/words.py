"""Words of pages: lists of names, and translations looked up once a language."""

import json
from collections.abc import Iterable
from typing import Any

from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language, gettext, pgettext


def listed(names: Iterable[object], most: int | None = None) -> str:
    """
    Name several one after the other, parted as the reader's language does.

    Of more than `most`, so many are named and the others counted.
    """
    every = [str(name) for name in names]
    left = len(every) - most if most is not None else 0
    named = pgettext("between the names of a list", ", ").join(every[:most])
    if left <= 0:
        return named
    return gettext("%(names)s and %(n)d more") % {"names": named, "n": left}


def quoted(titles: Iterable[object], most: int | None = None) -> str:
    """Name several titles one after the other, each in quotation marks."""
    return listed((gettext("“%(title)s”") % {"title": title} for title in titles), most)


def indented(body: str) -> str:
    """Give JSON line by line, as people read it; what is none stays as it is."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return body


class Words(Node):
    """Words that stand in the template itself."""

    def __init__(self, said: TranslateNode) -> None:
        self._name, said.asvar = said.asvar, None
        self._said = said
        self._known: dict[str | None, Any] = {}

    def render(self, context: Context) -> Any:
        language = get_language()
        words = self._known.get(language)
        if words is None:
            words = self._known[language] = self._said.render(context)
        if self._name:
            context[self._name] = words
            return ""
        return words


def translate(parser: Parser, token: Token) -> Node:
    """Do as Django's tag of this name does, and look the same words up only once."""
    said = do_translate(parser, token)
    written = said.filter_expression
    is_fixed = not (written.filters or said.message_context or written.var.lookups)
    return Words(said) if is_fixed else said
