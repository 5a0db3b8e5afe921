"""How alike two company names are, so that one customer is not entered twice."""

import re
import unicodedata

from twintrack.foundation.search.tokens import initials_of

# What stands in most company names and tells none from another.
FORMS = re.compile(
    r"有限责任公司|股份有限公司|有限合伙|有限公司|股份公司|分公司|公司|集团|股份"
    r"|\b(?:gmbh|ag|kg|ltd|limited|inc|llc|corp|corporation|co|company|group|sa|bv|nv|plc|pte|srl"
    r"|spa|oy|ab|kk)\b",
)
# S.A. and G.m.b.H.
DOTTED = re.compile(r"(?<=\b[a-z])\.|(?<=\.[a-z])\.")
OTHER = re.compile(r"[\W_]+")
ALIKE = 0.5
# So many letters may be the first ones of the pinyin of a name; longer ones are a name themselves.
LONGEST_INITIALS = 10


def core_of(name: str) -> str:
    """
    Give the telling part of a company's name: small letters, no legal form, no punctuation.

    Characters of full width count as those of half width.
    """
    small = DOTTED.sub("", unicodedata.normalize("NFKC", name).casefold())
    return OTHER.sub("", FORMS.sub(" ", small)) or OTHER.sub("", small)


def name_initials(name: str) -> str:
    """Give the first letters of the pinyin of a Chinese name without its legal form."""
    return "".join(initials_of(core_of(name)))


def may_be_initials(core: str) -> bool:
    """Say whether what somebody typed may be the first letters of a name's pinyin."""
    return core.isascii() and core.isalpha() and 2 <= len(core) <= LONGEST_INITIALS


def pairs_of(core: str) -> frozenset[str]:
    """Give the pairs of neighbouring characters; the one character where there is only one."""
    return frozenset(core[i : i + 2] for i in range(len(core) - 1)) or frozenset({core})


def likeness(one: str, other: str) -> float:
    """Give the share of pairs that two cores have in common (Dice), from 0 to 1."""
    first, second = pairs_of(one), pairs_of(other)
    # The short name of a company inside its long one is as telling as the same name.
    if min(len(one), len(other)) >= 2 and (one in other or other in one):
        return 1.0
    return 2 * len(first & second) / (len(first) + len(second))
