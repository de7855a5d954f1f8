"""Addresses about one's own data."""

from django.urls import path

from portal.privacy.views import mine, notices, requests

urlpatterns = [
    path("privacy/", notices.current, name="privacy"),
    path("privacy/mine/", mine.my_data, name="my_data"),
    path("privacy/mine/copies/", mine.start_export, name="start_export"),
    path("privacy/mine/copies/<int:pk>/", mine.export_page, name="export_page"),
    path("privacy/mine/copies/<int:pk>/json/", mine.export_file, name="export_file"),
    path("privacy/mine/corrections/", mine.ask_correction, name="ask_correction"),
    path("privacy/mine/consents/<slug:kind>/withdraw/", mine.withdraw_consent, name="withdraw_consent"),
    path("privacy/mine/close/", mine.close_account, name="close_account"),
    path("privacy/mine/keep/", mine.keep_account, name="keep_account"),
    path("privacy/agree/<slug:kind>/", notices.agree, name="privacy_agree"),
    path("privacy/corrections/", requests.correction_list, name="corrections"),
    path("privacy/corrections/<int:pk>/", requests.correction, name="correction"),
    path("privacy/<slug:kind>/<int:number>/", notices.version, name="privacy_version"),
]
