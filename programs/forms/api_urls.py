from django.urls import path

from programs.forms.api import RoundFormView

urlpatterns = [path("rounds/<int:pk>/form/", RoundFormView.as_view(), name="api_round_form")]
