"""What people choose when feedback comes from files and other systems."""

from twintrack.sales.intake.forms.imports import Decisions, HeldForm, MappingForm, UploadForm
from twintrack.sales.intake.forms.inbound import ConfirmForm, SourceForm
from twintrack.sales.intake.forms.template import (
    Line,
    Surroundings,
    TemplateForm,
    guessed,
    initial_of,
    words_in,
)

__all__ = [
    "ConfirmForm",
    "Decisions",
    "HeldForm",
    "Line",
    "MappingForm",
    "SourceForm",
    "Surroundings",
    "TemplateForm",
    "UploadForm",
    "guessed",
    "initial_of",
    "words_in",
]
