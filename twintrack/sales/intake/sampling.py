"""Read a sample of what another system sends, and guess which value says what."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.intake.fields import DELIVERED
from twintrack.sales.intake.mapping import Known, guess
from twintrack.sales.intake.paths import Leaf, list_leaves
from twintrack.sales.intake.reading.text import UNKEPT
from twintrack.sales.intake.values import normal

MOST_BYTES = 256 * 1024
# What only wraps the thing that happened: its name says nothing about the values in it.
WRAPPERS = """
payload data body task issue ticket work item workitem object resource record event entity
attributes fields properties form result content case request feedback new current after
数据 内容 任务 工单 表单
"""
ENVELOPES = frozenset(WRAPPERS.split())
# A value that is called so is what the thing above it is called.
PLACEHOLDERS = """
name text value label display_name displayname title content string option 名称 值
"""
NAMELESS = frozenset(PLACEHOLDERS.split())
INNER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s_\-]+")


class SampleWrong(Refusal):
    """What was pasted is not the body of a delivery."""

    status = 422


class SampleEmpty(SampleWrong):
    """Nothing was pasted."""

    message = _("Paste the JSON body of one delivery.")


class SampleTooLarge(SampleWrong):
    """What was pasted is larger than a delivery may be."""

    message = _("This is larger than 256 KB, the most that one delivery may have.")


class SampleNotJson(SampleWrong):
    """What was pasted cannot be read as JSON."""

    message = _("This is not valid JSON.")


class SampleNotOneObject(SampleWrong):
    """What was pasted is a list or a single value."""

    message = _(
        "This is not one JSON object: a delivery begins with { and ends with }. Of a list, paste "
        "one element."
    )


class SampleSaysNothing(SampleWrong):
    """No value stands in what was pasted."""

    message = _("No value stands in this body.")


def read_sample(text: str) -> dict[str, Any]:
    """
    Read what a person pasted.

    :raises SampleWrong: if it is not the body of one delivery; it says where and why.
    """
    if not text.strip():
        raise SampleEmpty
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise SampleTooLarge
    try:
        body = _kept(json.loads(text, parse_constant=_refuse))
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        words = _("This is not valid JSON: look at line %(line)s, column %(column)s.")
        raise SampleNotJson(str(words) % where) from error
    except (ValueError, RecursionError) as error:
        raise SampleNotJson from error
    if not isinstance(body, dict):
        raise SampleNotOneObject
    if not list_leaves(body):
        raise SampleSaysNothing
    return body


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _kept(value: Any) -> Any:
    """Leave out of a sample what no database keeps."""
    if isinstance(value, dict):
        return {UNKEPT.sub("", name): _kept(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_kept(each) for each in value]
    return UNKEPT.sub("", value) if isinstance(value, str) else value


def guess_paths(leaves: Sequence[Leaf], known: Known) -> dict[str, str]:
    """Choose a path for each field that one seems to fill."""
    paths = [leaf.path for leaf in leaves]
    row = {leaf.path: leaf.text for leaf in leaves}
    names = {leaf.path: names_of(leaf.steps) for leaf in leaves}
    return guess(paths, [row], known, names=names, targets=DELIVERED)


def names_of(steps: Sequence[str]) -> list[str]:
    """Give what a value may be called: by itself, and together with what it hangs below."""
    words = [_words(step) for step in steps if not step.startswith("[")]
    if not words:
        return []
    last, above = words[-1], words[-2] if len(words) > 1 else ""
    is_wrapped = all(word in ENVELOPES for word in above.split())
    if is_wrapped:
        return [last]
    both = f"{above} {last}"
    if last.replace(" ", "_") in NAMELESS:
        return [above, both]
    # An id below something is not the number of the whole.
    return [both] if last in {"id", "key", "no", "number", "type", "url"} else [last, both]


def _words(step: str) -> str:
    return normal(" ".join(part for part in INNER.split(step) if part))
