"""Addresses of products."""

from django.urls import path

from twintrack.hub.products import views

urlpatterns = [
    path("products/", views.product_list, name="product-list"),
    path("products/new/", views.product_new, name="product-new"),
    path("products/<slug:code>/", views.product_detail, name="product-detail"),
    path("products/<slug:code>/modules/", views.product_modules, name="product-modules"),
    path("products/<slug:code>/versions/", views.product_versions, name="product-versions"),
]
