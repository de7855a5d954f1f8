"""Admin pages that keep versions, show them, and let nobody overwrite what somebody else has just saved."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity, acting
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.versions import registry, seeing, services
from portal.versions.differences import changes
from portal.versions.models import Version

SEEN = "seen"


class SeenForm(forms.ModelForm):
    """A form that remembers what its page showed, and is refused when something else is saved by now.

    How the object was before its first change is kept too.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    site: "VersionedAdmin"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if SEEN in self.fields and self.instance.pk and not self.is_bound:
            self.initial[SEEN] = self.site.mark(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk and SEEN in self.fields:
            self._refuse_stale()
        return cleaned

    def _refuse_stale(self) -> None:
        shown, now = self.data.get(self.add_prefix(SEEN), ""), self.site.mark(self.instance.pk, lock=True)
        present = self.site.present(self.instance.pk)
        if seeing.same(shown, now):
            services.record_found(present)
            return
        data = cast(
            QueryDict, self.data
        ).copy()  # saving once more keeps what is typed here, now that one knows
        data[self.add_prefix(SEEN)] = now
        self.data = data
        self.add_error(None, seeing.sentences(present, shown))


class VersionedAdmin(admin.ModelAdmin):
    """Every save is a version; the page of versions replaces Django's list of log entries."""

    def mark(self, pk: object, *, lock: bool = False) -> str:
        """What the page shows of an object and its inlines; `lock` it until it is saved."""
        rows = self.model._default_manager.filter(pk=pk)
        row = (rows.select_for_update(of=("self",)) if lock else rows).get()
        return seeing.mark(row, [inline.model for inline in self.inlines])

    def present(self, pk: object) -> Model:
        """The object as it is saved now."""
        found: Model = self.model._default_manager.get(pk=pk)
        return found

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Where something may be changed, the page remembers what it showed."""
        if obj is not None and self.has_change_permission(request, obj):
            only_read = set(self.get_readonly_fields(request, obj)) & set(self.form.declared_fields)
            own = {**dict.fromkeys(only_read), "site": self}
            kwargs["form"] = type(self.form.__name__, (SeenForm, self.form), own)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The hidden field stands among those of the last group."""
        found = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        if obj is not None and self.has_change_permission(request, obj):
            last = found[-1][1]
            last["fields"] = [*cast(Sequence[Any], last["fields"]), SEEN]
        return found

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows of an inline that are kept by themselves get versions by themselves."""
        own = registry.is_kept(formset.model)
        before = [inner.instance for inner in formset.initial_forms if inner.has_changed()] if own else []
        for row in before:
            services.record_found(formset.model._default_manager.get(pk=row.pk))
        super().save_formset(request, form, formset, change)
        if own:
            for row in [*formset.new_objects, *(row for row, _names in formset.changed_objects)]:
                services.record(row, by=_person(request))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Whatever the admin notes is kept as a version."""
        services.record(self.present(obj.pk), by=_person(request))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Whatever the admin notes is kept as a version, pages of its own included."""
        what = message if isinstance(message, str) else ""
        services.record(self.present(obj.pk), by=_person(request), what=what)
        return super().log_change(request, obj, message)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The versions of an object with what each changed; a POST brings one back."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if request.method == "POST":
            return self._restore(request, row)
        versions = list(Version.objects.of(row).select_related("by"))
        older: Sequence[Version | None] = [*versions[1:], None][: len(versions)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Versions of %(name)s") % {"name": row},
            "opts": self.opts,
            "object": row,
            "versions": [
                (version, changes(self.model, before.content, version.content) if before else [])
                for version, before in zip(versions, older, strict=True)
            ],
            "latest": versions[0].number if versions else 0,
            "may_restore": self.has_change_permission(request, row),
            "refusal": registry.kept_of(row).refusal(row),
        }
        return TemplateResponse(request, "admin/versions/history.html", context | (extra_context or {}))

    def _restore(self, request: HttpRequest, row: Model) -> HttpResponse:
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[row.pk])
        number = request.POST.get("number", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Http404
        try:
            made = services.restore(row, int(number), by=_person(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, row, made.what)
            sentence = _("Version %(old)s is brought back as version %(new)s.")
            messages.success(request, sentence % {"old": number, "new": made.number})
        return HttpResponseRedirect(address)


def _person(request: HttpRequest) -> Capacity | User:
    return acting(request) or cast(User, request.user)
