"""Addresses of entitlements in the API."""

from django.urls import path

from applications.inviting import api

urlpatterns = [
    path("entitlements/", api.EntitlementList.as_view(), name="api_entitlements"),
    path("entitlements/<int:pk>/confirm/", api.EntitlementConfirm.as_view(), name="api_entitlement_confirm"),
]
