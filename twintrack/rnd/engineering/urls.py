"""Addresses of repositories, pull requests, deployments and web hooks."""

from django.urls import path

from twintrack.rnd.engineering.views import (
    commits,
    deployments,
    hooks,
    logins,
    pulls,
    repositories,
)

AT = "repositories/<str:number>/"
HOOK = "settings/hooks/<int:pk>/"
DELIVERY = "settings/hooks/deliveries/<int:pk>/"
OF_ITEM = "work/<str:number>/commits/"
OF_REQUIREMENT = "requirements/<str:number>/commits/"

urlpatterns = [
    path("repositories/", repositories.repository_list, name="repository-list"),
    path("repositories/new/", repositories.repository_new, name="repository-new"),
    path(AT, repositories.repository_detail, name="repository-detail"),
    path(f"{AT}edit/", repositories.repository_edit, name="repository-edit"),
    path(f"{AT}reading/", repositories.repository_read, name="repository-read"),
    path(f"{AT}releases/", repositories.repository_releases, name="repository-releases"),
    path(f"{AT}rules/", repositories.repository_rules, name="repository-rules"),
    path(f"{AT}pull-requests/", pulls.repository_pulls, name="repository-pulls"),
    path(f"{AT}pipelines/", deployments.repository_pipelines, name="repository-pipelines"),
    path(f"{AT}deployments/", deployments.repository_deployments, name="repository-deployments"),
    path(f"{AT}hooks/", hooks.repository_hooks, name="repository-hooks"),
    path(f"{AT}commits/<slug:code>/", commits.commit_detail, name="commit-detail"),
    path("pull-requests/", pulls.pull_request_list, name="pull-request-list"),
    path("pull-requests/<int:pk>/", pulls.pull_request_detail, name="pull-request-detail"),
    path("deployments/", deployments.deployment_list, name="deployment-list"),
    path("deployments/<int:pk>/", deployments.deployment_detail, name="deployment-detail"),
    path("releases/<str:number>/commits/", commits.release_commits, name="release-commits"),
    path(
        "deployments/<int:pk>/breakage/",
        deployments.deployment_breakage,
        name="deployment-breakage",
    ),
    path(
        "deployments/<int:pk>/restoration/",
        deployments.deployment_restored,
        name="deployment-restored",
    ),
    path("settings/hooks/", hooks.hook_list, name="hook-list"),
    path("settings/hooks/new/", hooks.hook_new, name="hook-new"),
    path(HOOK, hooks.hook_detail, name="hook-detail"),
    path(f"{HOOK}secret/", hooks.hook_secret, name="hook-secret"),
    path(f"{HOOK}revocation/", hooks.hook_revoke, name="hook-revoke"),
    path(DELIVERY, hooks.hook_delivery, name="hook-delivery"),
    path(f"{DELIVERY}again/", hooks.hook_again, name="hook-again"),
    path("people/<int:pk>/accounts/", logins.host_logins, name="host-logins"),
    path("people/<int:pk>/accounts/new/", logins.login_new, name="host-login-new"),
    path("people/accounts/<int:pk>/removal/", logins.login_remove, name="host-login-remove"),
    path(OF_ITEM, commits.work_item_commits, name="work-item-commits"),
    path(f"{OF_ITEM}all/", commits.work_item_commit_list, name="work-item-commit-list"),
    path(OF_REQUIREMENT, commits.requirement_commits, name="requirement-commits"),
    path(f"{OF_REQUIREMENT}all/", commits.requirement_commit_list, name="requirement-commit-list"),
]
