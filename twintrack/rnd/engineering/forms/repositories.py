"""What people type about repositories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.engineering.history.sources import name_of, remote_source
from twintrack.rnd.engineering.models import MovesTo, ReleaseTag, Repository
from twintrack.rnd.engineering.operations import RuleLine
from twintrack.rnd.engineering.queries import UNRELEASED, CommitFilter
from twintrack.ui.edits import EditForm

ARROW = "="
REFERENCES = _("How commits name requirements, # for the number; several with commas.")
WORK_ITEMS = _("How commits and pull requests name work items; left empty, none is looked for.")
PRODUCTION = _("Which environments users use: prod* for those that begin with prod.")
RELEASES = _("Which tags are releases: * for all, v* for those that begin with v.")


class AddressField(forms.CharField):
    """The address of a repository on another machine."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Address"), max_length=500, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return remote_source(text)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.message)) from None


class RepositoryForm(forms.Form):
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    source = AddressField(
        help_text=_(
            "Begins with https://, ssh:// or git://. Folders on the server are read by "
            "the command line."
        ),
        widget=forms.TextInput({"placeholder": "https://example.com/team/tool.git"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("Otherwise it is called as in its address."),
    )
    reference_pattern = forms.CharField(
        label=_("References"), max_length=200, initial="REQ-#", help_text=REFERENCES
    )
    release_pattern = forms.CharField(
        label=_("Release tags"), max_length=200, initial="*", help_text=RELEASES
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = list_products(for_user=user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "source" in given and not given.get("name"):
            given["name"] = name_of(given["source"])
        return given


class RepositoryEditForm(EditForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    default_branch = forms.CharField(
        label=_("Default branch"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is the one that the repository calls its own."),
    )
    reference_pattern = forms.CharField(label=_("References"), max_length=200, help_text=REFERENCES)
    work_item_pattern = forms.CharField(
        label=_("References to work items"), max_length=200, required=False, help_text=WORK_ITEMS
    )
    release_pattern = forms.CharField(label=_("Release tags"), max_length=200, help_text=RELEASES)
    production_pattern = forms.CharField(
        label=_("Production"), max_length=200, required=False, help_text=PRODUCTION
    )
    opening_moves = forms.BooleanField(
        label=_("An opened pull request lets the work items that it names go to review"),
        required=False,
    )
    merging_moves_to = forms.ChoiceField(
        label=_("A merged pull request lets the work items that it names go"),
        choices=[("", _("nowhere")), *MovesTo.choices],
        required=False,
    )

    def __init__(self, *args: Any, repository: Repository, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(repository, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class RulesForm(forms.Form):
    """All rules of a repository as lines, in their order."""

    rules = forms.CharField(
        label=_("Rules"),
        required=False,
        max_length=50_000,
        help_text=_(
            "One a line: pattern = module. The first that fits holds. * stays within a "
            "folder, ** goes through all below."
        ),
        widget=forms.Textarea(
            {"rows": 8, "placeholder": "src/core/** = Core", "class": "input code"}
        ),
    )
    # The rules that the person saw.
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=50_000)

    def __init__(self, *args: Any, repository: Repository, **kwargs: Any) -> None:
        self.modules = {
            each.name: each for each in Module.objects.filter(product=repository.product_id)
        }
        written = self.write(
            repository.rules.order_by("position").values_list("pattern", "module__name")
        )
        kwargs["initial"] = {"rules": written, "seen": written}
        super().__init__(*args, **kwargs)
        self.lines: list[RuleLine] = []

    @staticmethod
    def write(rules: Any) -> str:
        return "\n".join(f"{pattern} {ARROW} {module}" for pattern, module in rules)

    def clean_rules(self) -> str:
        text = str(self.cleaned_data["rules"])
        problems = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            pattern, _equals, name = (part.strip() for part in line.rpartition(ARROW))
            if not pattern:
                problems.append(_("Line %(n)s: write pattern = module.") % {"n": number})
            elif name not in self.modules:
                said = _("Line %(n)s: the product has no module “%(name)s”.")
                problems.append(said % {"n": number, "name": name})
            else:
                self.lines.append(RuleLine(pattern=pattern, module=self.modules[name]))
        if problems:
            raise forms.ValidationError([str(each) for each in problems[:8]])
        return text

    @property
    def before(self) -> list[tuple[str, int]]:
        """The rules that the person saw, as the operation names them."""
        seen = []
        for line in str(self.cleaned_data.get("seen", "")).splitlines():
            pattern, _equals, name = (part.strip() for part in line.rpartition(ARROW))
            module = self.modules.get(name)
            seen.append((pattern, module.pk if module else 0))
        return seen


class CommitFilterForm(forms.Form):
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.none(), required=False, to_field_name="name"
    )
    release = forms.ChoiceField(label=_("First shipped in"), required=False)
    author = forms.CharField(label=_("Author"), required=False, max_length=100)

    def __init__(self, data: Any, *, repository: Repository) -> None:
        super().__init__(data)
        modules = Module.objects.filter(product=repository.product_id).order_by("name")
        self.fields["module"].queryset = modules  # type: ignore[attr-defined]
        self.repository = repository
        self.fields["release"].choices = self._releases  # type: ignore[attr-defined]

    def _releases(self) -> list[tuple[str, Any]]:
        tags = ReleaseTag.objects.filter(repository=self.repository, is_deleted=False)
        names = tags.order_by("-tagged_at", "-pk").values_list("name", flat=True)[:500]
        return [("", "—"), (UNRELEASED, _("Not released")), *((name, name) for name in names)]

    @property
    def wanted(self) -> CommitFilter:
        """What was understood; a filter that is wrong narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return CommitFilter(
            module=given.get("module"),
            author=given.get("author", "").strip(),
            release=given.get("release", ""),
        )
