"""Addresses of saved views."""

from django.urls import path

from twintrack.foundation.saved_views import views

urlpatterns = [
    path("views/", views.view_list, name="view-list"),
    path("views/new/", views.view_new, name="view-new"),
    path("views/<int:pk>/edit/", views.view_edit, name="view-edit"),
    path("views/<int:pk>/filters/", views.view_filters, name="view-filters"),
    path("views/<int:pk>/removal/", views.view_remove, name="view-remove"),
    path("views/<int:pk>/return/", views.view_restore, name="view-restore"),
]
