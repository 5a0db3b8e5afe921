"""Short forms of a person's name, offered to whoever erases them: a person ticks what is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Model

from twintrack.foundation.files.models import Attachment
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import SpellingUnknown
from twintrack.foundation.privacy.persons import Person, is_private
from twintrack.foundation.privacy.places import rows_naming, scope_of
from twintrack.foundation.privacy.traces import Standing, Traces, load_seen, ref_of
from twintrack.foundation.privacy.values import SHORTEST_NAME, Values

CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}")
# The usual surnames of two characters.
COMPOUND = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "令狐", "慕容", "司徒", "东方", "夏侯", "公孙")
)
TITLES = (
    *("总", "工", "董", "经理", "主任", "部长", "厂长", "处长", "科长", "院长", "校长", "局长"),
    *("老师", "教授", "博士", "先生", "女士", "小姐", "哥", "姐"),
)
CALLED = ("小", "老", "阿")
AROUND = 18
# So many rows are looked at, those written first.
MOST = 300
CONTEXTS = 2


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """A short form, in how many rows it stands, and some of the words around it."""

    text: str
    count: int
    contexts: tuple[str, ...]


def short_forms(names: Iterable[str]) -> frozenset[str]:
    """Give what people with these names may be called besides; longer and equal ones are none."""
    names = frozenset(names)
    found = {short for name in names for short in _short(name.strip())}
    return frozenset(each for each in found if len(each) >= SHORTEST_NAME) - names


def _short(name: str) -> Iterator[str]:
    if not CHINESE.fullmatch(name):
        words = name.split()
        yield from words if len(words) > 1 else ()
        return
    many = len(name) > SHORTEST_NAME and name[:2] in COMPOUND
    surname, given = (name[:2], name[2:]) if many else (name[:1], name[1:])
    yield given
    yield from (f"{surname}{title}" for title in TITLES)
    yield from (f"{given}{title}" for title in TITLES)
    yield from (f"{called}{part}" for called in CALLED for part in (surname, given, given[-1]))


def check_spellings(person: Person, spellings: Collection[str]) -> None:
    """
    Refuse to erase what is no short form of a person's name.

    :raises SpellingUnknown: if one of them is none.
    """
    if not set(spellings) <= short_forms(person.values.names):
        raise SpellingUnknown


def find_spellings(traces: Traces, *beside: Model, for_user: User) -> list[Spelling]:
    """
    Find short forms in what surely is about the person or their company, the most frequent first.

    Only what the reader may see is read, and not what only its author reads.
    """
    person = traces.person
    wanted, scope = Values(names=short_forms(person.values.names)), scope_of(person, *beside)
    short, named = wanted.pattern, person.values
    if short is None:
        return []
    # What is left of texts without the whole name is read only.
    left = (
        (row, [text for each in texts if short.search(text := named.without(each))])
        for row, texts in rows_naming(wanted, person)
        if not is_private(type(row))
    )
    rows = list(islice((pair for pair in left if pair[1]), MOST))
    rows = [(row, texts) for row, texts in rows if scope.holds(row)]
    refs = [ref_of(row) for row, _texts in rows]
    seen = load_seen(filter(None, refs), for_user=for_user)
    read = [
        text for ref, (_row, texts) in zip(refs, rows, strict=True) if ref in seen for text in texts
    ]
    offered = (_in_texts(short, read) for short in sorted(wanted.names))
    return sorted(filter(None, offered), key=lambda each: (-each.count, each.text))


def _in_texts(short: str, texts: Iterable[str]) -> Spelling | None:
    pattern = Values(names=frozenset([short])).pattern
    assert pattern is not None
    found = [(text, match) for text in texts if (match := pattern.search(text))]
    if not found:
        return None
    contexts = tuple(_around(text, match) for text, match in found[:CONTEXTS])
    return Spelling(text=short, count=len(found), contexts=contexts)


def _around(text: str, match: re.Match[str]) -> str:
    begins, ends = max(0, match.start() - AROUND), match.end() + AROUND
    said = " ".join(text[begins:ends].split())
    return f"{'…' if begins else ''}{said}{'…' if ends < len(text) else ''}"


def list_files(traces: Traces, *, for_user: User) -> list[tuple[Attachment, Standing]]:
    """List the files kept with what names the person, or is them: nobody reads them here."""
    rows = [*(place.row for place in traces.places), *traces.person.rows]
    seen = load_seen(filter(None, map(ref_of, rows)), for_user=for_user)
    kinds = {code for code, _pk in seen}
    files = Attachment.objects.filter(
        about_kind__in=kinds, about_id__in={pk for _code, pk in seen}
    ).order_by("pk")
    return [
        (each, seen[each.about_kind, each.about_id])
        for each in files
        if (each.about_kind, each.about_id) in seen
    ]
