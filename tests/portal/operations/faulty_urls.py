"""The portal's addresses and one that fails, with somebody's data in its error."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls
from portal.urls import handler404, handler500

__all__ = ["handler404", "handler500", "urlpatterns"]


def faulty(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"{request.GET['name']} lin@firm01.example 13800001234")


urlpatterns = [path("faulty/", faulty), *urls.urlpatterns]
