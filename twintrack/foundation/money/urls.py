"""The address of exchange rates."""

from django.urls import path

from twintrack.foundation.money import views

urlpatterns = [path("exchange-rates/", views.rate_list, name="rate-list")]
