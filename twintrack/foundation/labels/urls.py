"""Addresses of labels."""

from django.urls import path

from twintrack.foundation.labels import views

urlpatterns = [
    path("settings/labels/", views.label_list, name="label-list"),
    path("settings/labels/new/", views.label_new, name="label-new"),
    path("settings/labels/<int:pk>/edit/", views.label_edit, name="label-edit"),
    path("settings/labels/<int:pk>/removal/", views.label_remove, name="label-remove"),
    path("settings/labels/<int:pk>/restoration/", views.label_restore, name="label-restore"),
    path("labels/on/<slug:code>/<int:pk>/", views.labels_panel, name="labels"),
    path("labels/several/<slug:code>/", views.label_several, name="label-several"),
    path("labels/several/<slug:code>/undo/", views.label_undo, name="label-undo"),
]
