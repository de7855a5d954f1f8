"""Pages of people."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for the reader."""
    return render(request, "accounts/dashboard.html")
