"""To the city's single sign-on and back; where it does not answer, a page says so."""

import logging
from collections.abc import Callable

import requests
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)
Page = Callable[[HttpRequest, str], HttpResponse]


def explained(page: Page) -> Page:
    """A provider that is down is no defect of ours: 502 with a sentence."""

    def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return page(request, provider_id)
        except requests.RequestException as error:
            logger.warning("The single sign-on did not answer: %s", type(error).__name__)
            return render(request, "socialaccount/authentication_error.html", status=502)

    return answer


login = explained(oidc.login)
callback = explained(oidc.callback)
