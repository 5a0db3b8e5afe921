"""Addresses of repositories."""

from django.urls import path

from twintrack.rnd.engineering.views import commits, repositories

AT = "repositories/<str:number>/"

urlpatterns = [
    path("repositories/", repositories.repository_list, name="repository-list"),
    path("repositories/new/", repositories.repository_new, name="repository-new"),
    path(AT, repositories.repository_detail, name="repository-detail"),
    path(f"{AT}edit/", repositories.repository_edit, name="repository-edit"),
    path(f"{AT}reading/", repositories.repository_read, name="repository-read"),
    path(f"{AT}releases/", repositories.repository_releases, name="repository-releases"),
    path(f"{AT}rules/", repositories.repository_rules, name="repository-rules"),
    path(f"{AT}commits/<slug:code>/", commits.commit_detail, name="commit-detail"),
    path(
        "requirements/<str:number>/commits/",
        commits.requirement_commits,
        name="requirement-commits",
    ),
    path(
        "requirements/<str:number>/commits/all/",
        commits.requirement_commit_list,
        name="requirement-commit-list",
    ),
]
