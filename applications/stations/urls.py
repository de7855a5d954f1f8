from django.urls import path

from applications.stations import letter_views, views

urlpatterns = [
    path("station/", views.station_list, name="station"),
    path("station/export/", views.station_export, name="station_export"),
    path("station/organizations/", views.station_organizations, name="station_organizations"),
    path("station/recommend/", views.station_recommend, name="station_recommend"),
    path("station/letters/", letter_views.station_letters, name="station_letters"),
    path("station/letters/<int:pk>/", letter_views.station_letter, name="station_letter"),
    path("station/letters/<int:pk>/letter.pdf", letter_views.station_letter_pdf, name="station_letter_pdf"),
    path("station/letters/<int:pk>/seal/", letter_views.station_letter_seal, name="station_letter_seal"),
    path("station/letters/<int:pk>/file/", letter_views.station_letter_file, name="station_letter_file"),
    path("station/<uuid:pk>/", views.station_application, name="station_application"),
    path("station/<uuid:pk>/return/", views.station_return, name="station_return"),
]
