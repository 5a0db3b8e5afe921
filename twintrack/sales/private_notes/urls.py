"""Addresses of private notes."""

from django.urls import path

from twintrack.sales.private_notes import views

AT = "customers/<str:number>/notes/"

urlpatterns = [
    path(AT, views.customer_notes, name="customer-notes"),
    path(f"{AT}new/", views.private_note_new, name="private-note-new"),
    path(f"{AT}<int:pk>/", views.private_note, name="private-note"),
    path(f"{AT}<int:pk>/removal/", views.private_note_removal, name="private-note-removal"),
]
