"""How alike two company names are, so that one customer is not entered twice."""

import re

# What stands in most company names and tells none from another.
FORMS = re.compile(
    r"有限责任公司|股份有限公司|有限公司|股份公司|公司|集团|股份"
    r"|\b(?:gmbh|ag|kg|ltd|limited|inc|llc|corp|corporation|co|company|group|sa|bv|plc)\b",
)
OTHER = re.compile(r"[\W_]+")
ALIKE = 0.5


def core_of(name: str) -> str:
    """Give the telling part of a company's name: small letters, no legal form, no punctuation."""
    small = name.casefold()
    return OTHER.sub("", FORMS.sub(" ", small)) or OTHER.sub("", small)


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
