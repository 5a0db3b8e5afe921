"""Addresses of forecasts."""

from django.urls import path

from twintrack.sales.forecast import views

urlpatterns = [path("sales-forecast/", views.sales_forecast, name="sales-forecast")]
