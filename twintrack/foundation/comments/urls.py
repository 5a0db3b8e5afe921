"""Addresses of comments."""

from django.urls import path

from twintrack.foundation.comments import views

urlpatterns = [
    path("comments/on/<slug:code>/<int:pk>/", views.comment_box, name="comment-box"),
    path("comments/on/<slug:code>/<int:pk>/people/", views.mentionable, name="mentionable"),
    path("comments/<int:pk>/", views.comment_card, name="comment"),
    path("comments/<int:pk>/edit/", views.comment_edit, name="comment-edit"),
    path("comments/<int:pk>/deletion/", views.comment_delete, name="comment-delete"),
    path("comments/<int:pk>/restoration/", views.comment_restore, name="comment-restore"),
]
