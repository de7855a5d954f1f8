"""What every page of the builder shows around its own."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest
from django.urls import reverse

from programs.forms.models import Form


def page(site: admin.ModelAdmin, request: HttpRequest, form: Form, title: str) -> dict[str, Any]:
    """Title, the way back, and the form."""
    return {
        **site.admin_site.each_context(request),
        "title": title,
        "opts": site.opts,
        "original": form,
        "built": form,
        "outline_url": reverse("admin:forms_form_change", args=[form.pk]),
    }


def admin_form(site: admin.ModelAdmin, form: Any, fieldsets: Any = None) -> AdminForm:
    """A form laid out as the admin's own."""
    return AdminForm(form, fieldsets or [(None, {"fields": list(form.fields)})], {}, model_admin=site)
