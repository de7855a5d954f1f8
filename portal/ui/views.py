"""Pages about the portal itself, the reader's choice of appearance, and the error pages."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from portal.ui.context_processors import THEMES, theme_of
from portal.ui.texts import current_language, html_language

YEAR_SECONDS = 365 * 24 * 60 * 60


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to find a program, apply, correct and read a decision."""
    return render(request, "ui/help.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask about what."""
    return render(request, "ui/contact.html", {"support_contact": settings.SUPPORT_CONTACT})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with the browser floor."""
    return render(request, "ui/accessibility.html")


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed; personal and working pages may not."""
    return render(request, "ui/robots.txt", content_type="text/plain; charset=utf-8")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's appearance in a cookie and return to the page; "" follows the device."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "theme", chosen, max_age=YEAR_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie("theme")
    return response


def error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """The error page, or problem+json for the API."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return render(request, f"{status.value}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed."""
    return error(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for the reader's eyes."""
    return error(request, HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many attempts."""
    return error(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor session, so it shows even when those are what failed."""
    if request.path.startswith("/api/"):
        return error(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    context = {
        "html_language": html_language(current_language()),
        "theme": theme_of(request),
        "csrf_token": "",
        "request": request,
    }
    return HttpResponse(render_to_string("500.html", context), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or too old: nothing was saved, say how to go on."""
    if request.path.startswith("/api/"):
        return error(request, HTTPStatus.FORBIDDEN)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
