from django.urls import path

from programs.forms import views

urlpatterns = [path("forms/<slug:slug>/preview/", views.form_preview, name="form_preview")]
