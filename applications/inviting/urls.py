from django.urls import path

from applications.inviting import views

urlpatterns = [
    path("entitlements/", views.entitlement_list, name="entitlements"),
    path("entitlements/<int:pk>/", views.entitlement, name="entitlement"),
    path("entitlements/<int:pk>/confirm/", views.entitlement_confirm, name="entitlement_confirm"),
]
