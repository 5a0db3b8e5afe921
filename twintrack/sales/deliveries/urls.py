"""Addresses of deliveries."""

from django.urls import path

from twintrack.sales.deliveries.views import detail, lists

urlpatterns = [
    path("deliveries/", lists.delivery_list, name="delivery-list"),
    path("deliveries/<str:number>/", detail.delivery_detail, name="delivery-detail"),
]
