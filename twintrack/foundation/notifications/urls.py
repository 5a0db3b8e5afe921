"""Addresses of the inbox."""

from django.urls import path

from twintrack.foundation.notifications import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read, name="inbox-read-all"),
    path("inbox/<int:pk>/read/", views.inbox_read, name="inbox-read"),
    path("inbox/<int:pk>/unread/", views.inbox_unread, name="inbox-unread"),
    path("inbox/<int:pk>/snooze/", views.inbox_snooze, name="inbox-snooze"),
    path("mail/stop/<str:token>/", views.mail_stop, name="mail-stop"),
]
