"""Addresses of products."""

from django.urls import path

from twintrack.hub.products import views

AT = "products/<slug:code>/"

urlpatterns = [
    path("products/", views.product_list, name="product-list"),
    path("products/new/", views.product_new, name="product-new"),
    path(AT, views.product_detail, name="product-detail"),
    path(f"{AT}edit/", views.product_edit, name="product-edit"),
    path(f"{AT}modules/", views.modules, name="product-modules"),
    path(f"{AT}modules/<int:pk>/", views.module, name="product-module"),
    path(f"{AT}modules/<int:pk>/offer/", views.module_offer, name="product-module-offer"),
    path(f"{AT}versions/", views.versions, name="product-versions"),
    path(f"{AT}versions/<int:pk>/", views.version, name="product-version"),
    path(f"{AT}exposure/", views.exposure, name="product-exposure"),
]
