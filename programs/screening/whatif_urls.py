"""Addresses of the what-if pages."""

from django.urls import path

from programs.screening import audience_views, scenarios_views, whatif_lists, whatif_views

urlpatterns = [
    path("what-if/", whatif_views.what_if_list, name="what_if_list"),
    path("what-if/scenario/<int:pk>/<slug:verb>/", scenarios_views.scenario_change, name="scenario_change"),
    path("what-if/round/<int:pk>/told/", audience_views.told, name="told_list"),
    path("what-if/round/<int:pk>/told/export/", audience_views.told_export, name="told_export"),
    path("what-if/<slug:kind>/<int:pk>/", whatif_views.what_if, name="what_if"),
    path("what-if/<slug:kind>/<int:pk>/affected/", whatif_lists.affected, name="what_if_affected"),
    path(
        "what-if/<slug:kind>/<int:pk>/affected/export/",
        whatif_lists.affected_export,
        name="what_if_affected_export",
    ),
    path("what-if/<slug:kind>/<int:pk>/compare/", whatif_views.compare, name="what_if_compare"),
    path("what-if/<slug:kind>/<int:pk>/save/", scenarios_views.scenario_save, name="scenario_save"),
]
