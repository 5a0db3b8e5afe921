"""Addresses of chains."""

from django.urls import path

from twintrack.helix.chain import views

urlpatterns = [
    path("chain/<slug:code>/<int:pk>/", views.chain, name="chain"),
    path("chain/<slug:code>/<int:pk>/panel/", views.chain_panel, name="chain-panel"),
    path("customers/<str:number>/outcomes/", views.customer_outcomes, name="customer-outcomes"),
]
