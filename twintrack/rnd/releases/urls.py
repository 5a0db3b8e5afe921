"""Addresses of releases."""

from django.urls import path

from twintrack.rnd.releases.views import acts, detail, lists, notes, rollout

RELEASE = "releases/<str:number>/"

urlpatterns = [
    path("releases/", lists.release_list, name="release-list"),
    path("releases/new/", lists.release_new, name="release-new"),
    path(RELEASE, detail.release_detail, name="release-detail"),
    path(f"{RELEASE}facts/", detail.release_edit, name="release-edit"),
    path(f"{RELEASE}state/", acts.release_move, name="release-move"),
    path(f"{RELEASE}freeze/", acts.release_freeze, name="release-freeze"),
    path(f"{RELEASE}shipment/", acts.release_ship, name="release-ship"),
    path(f"{RELEASE}withdrawal/", acts.release_withdraw, name="release-withdraw"),
    path(f"{RELEASE}return/", acts.release_restore, name="release-restore"),
    path(f"{RELEASE}notes/draft/", notes.release_notes_draft, name="release-notes-draft"),
    path(f"{RELEASE}notes/<slug:code>/", notes.release_notes_edit, name="release-notes-edit"),
    path(f"{RELEASE}story/", notes.release_story, name="release-story"),
    path(f"{RELEASE}rollout/", rollout.release_rollout, name="release-rollout"),
    path(f"{RELEASE}rollout/pause/", rollout.release_pause, name="release-pause"),
    path(f"{RELEASE}rollout/resume/", rollout.release_resume, name="release-resume"),
    path(f"{RELEASE}gates/<slug:code>/", acts.release_gate, name="release-gate"),
]
