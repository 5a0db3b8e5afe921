"""
Papers as PDF, set by typst with fonts that are built into the product.

What a paper says goes in as data and never as markup: whatever people typed is shown as it is.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

# Built by assets/build.mjs from the font package.
FONTS = Path(__file__).parent / "fonts"
# What the templates call them by.
FAMILY = "Noto Sans S Chinese"


class FontsMissing(RuntimeError):
    """The assets were not built."""


@cache
def _fonts() -> typst.Fonts:
    if not list(FONTS.glob("*.otf")):
        raise FontsMissing("There are no fonts for papers. Run `node build.mjs` in assets.")
    # Read once: they are large, and the same for every paper.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def set_paper(
    template: Path, said: dict[str, Any], *, form: Literal["pdf", "png"] = "pdf"
) -> list[bytes]:
    """
    Set a paper; gives one PDF, or a picture of each page.

    The template reads what it says by `json(bytes(sys.inputs.said))`; it can read nothing else.

    :raises FontsMissing: if the assets were not built.
    """
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
    )
    made = compiler.compile(format=form, ppi=110.0 if form == "png" else None)
    if isinstance(made, list):
        return made
    return [made] if made else []
