"""Addresses of releases."""

from django.urls import path

from twintrack.rnd.releases.views import acts, detail, lists

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
    path(f"{RELEASE}gates/<slug:code>/", acts.release_gate, name="release-gate"),
]
