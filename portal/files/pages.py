"""Downloads from pages: why a file is not given out is said on a page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.services import file_response


def download(request: HttpRequest, stored: StoredFile, name: str) -> HttpResponseBase:
    """The content, or a page (409) that says why not now. The caller has decided who may read it."""
    try:
        return file_response(stored, name)
    except Refused as refused:
        context = {"sentence": str(refused), "name": name}
        return render(request, "files/unavailable.html", context, status=refused.status)
