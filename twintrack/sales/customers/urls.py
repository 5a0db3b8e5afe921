"""Addresses of customers."""

from django.urls import path

from twintrack.sales.customers import views

urlpatterns = [
    path("customers/", views.customer_list, name="customer-list"),
    path("customers/new/", views.customer_new, name="customer-new"),
    path("customers/choices/", views.customer_choices, name="customer-choices"),
    path("customers/<str:number>/", views.customer_detail, name="customer-detail"),
    path("customers/<str:number>/contacts/", views.customer_contacts, name="customer-contacts"),
]
