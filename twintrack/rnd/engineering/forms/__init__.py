"""What people type about repositories, deployments, web hooks and account names."""

from twintrack.rnd.engineering.forms.hooks import ConfirmForm, HookForm, LoginForm
from twintrack.rnd.engineering.forms.lists import (
    BreakageForm,
    DeploymentFilterForm,
    PipelineFilterForm,
    PullFilterForm,
    RestoredForm,
)
from twintrack.rnd.engineering.forms.repositories import (
    CommitFilterForm,
    RepositoryEditForm,
    RepositoryForm,
    RulesForm,
)

__all__ = [
    "BreakageForm",
    "CommitFilterForm",
    "ConfirmForm",
    "DeploymentFilterForm",
    "HookForm",
    "LoginForm",
    "PipelineFilterForm",
    "PullFilterForm",
    "RepositoryEditForm",
    "RepositoryForm",
    "RestoredForm",
    "RulesForm",
]
