"""What the REST API says of what an erasure leaves, unless a person looks."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Model
from pydantic import Field

from twintrack.foundation.api.schemas import Out
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.spellings import find_spellings, list_files
from twintrack.foundation.privacy.traces import find_traces

Spelled = Annotated[str, Field(max_length=20)]


class SpellingOut(Out):
    text: str
    count: int = Field(description="In how many texts about the same company it stands")
    contexts: list[str] = Field(description="Some of the words around it")


class PersonFileOut(Out):
    name: str
    about: str = Field(description="The object that it is kept with")


class PersonLooseEndsOut(Out):
    spellings: list[SpellingOut] = Field(description="Erased where you name them")
    files: list[PersonFileOut] = Field(description="Not read: look through them yourself")


def loose_ends(row: Model, *beside: Model, for_user: User) -> dict[str, Any]:
    """Gather the short forms and files in which the person of a row may stand."""
    traces = find_traces(row, *beside)
    files = list_files(traces, for_user=for_user)
    return {
        "spellings": find_spellings(traces, *beside, for_user=for_user),
        "files": [{"name": file.name, "about": each.label} for file, each in files],
    }
