"""The admin's one place for reviewed Traditional texts: a page per row, a link to it, a filter of lists."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Stale
from portal.ui.traditional import Part, fields_of, is_reviewed, is_stale, parts_of, review, seen

LINE = 80  # a longer text has an area of its own


class PartForm(forms.Form):
    """One text: what was reviewed, with the conversion shown where there is none."""

    text = forms.CharField(required=False, label=gettext_lazy("Traditional text"))
    confirmed = forms.BooleanField(required=False, label=gettext_lazy("I read it again: it is still right"))

    def __init__(self, part: Part, data: QueryDict | None) -> None:
        super().__init__(data, prefix=part.field.name, initial={"text": part.kept})
        self.part = part
        widget = forms.Textarea if len(part.original) > LINE else forms.TextInput
        rows = {"rows": 6} if widget is forms.Textarea else {}
        about = {"placeholder": part.converted, "lang": "zh-Hant", "class": "vLargeTextField"}
        described = {"aria-describedby": f"of-{part.field.name}"}
        self.fields["text"].widget = widget(attrs={**rows, **about, **described})
        if not part.is_stale:
            del self.fields["confirmed"]

    def clean_text(self) -> str:
        """With line ends as the database has them; not longer than the field."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        longest = self.part.field.max_length
        if longest and len(text) > longest:
            sentence = _("This has %(n)d characters; %(most)d are possible.")
            raise forms.ValidationError(sentence % {"n": len(text), "most": longest})
        return text

    @property
    def wanted(self) -> str | None:
        """The text to keep; None leaves all as it is: nothing was edited, and nothing confirmed."""
        text = self.cleaned_data["text"]
        edited = text != self.part.kept or self.cleaned_data.get("confirmed", False)
        return text if edited else None


class TraditionalFilter(admin.SimpleListFilter):
    """Rows whose Traditional texts were reviewed, or are out of date."""

    title = gettext_lazy("Traditional texts")
    parameter_name = "traditional"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("reviewed", gettext_lazy("reviewed")), ("stale", gettext_lazy("out of date"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = {"reviewed": is_reviewed, "stale": is_stale}.get(self.value() or "")
        return queryset.filter(wanted(queryset.model)) if wanted else queryset


class WithTraditional(admin.ModelAdmin):
    """Adds the page and the filter; the row's page includes `admin/ui/traditional_link.html`."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        """The admin's own filters and ours."""
        return [*super().get_list_filter(request), TraditionalFilter]

    def get_urls(self) -> list[URLPattern]:
        """The page of a row."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_traditional"
        view = self.admin_site.admin_view(self.traditional_view)
        return [path("<path:object_id>/traditional/", view, name=name), *super().get_urls()]

    def traditional_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Every text of the row beside its conversion; what is edited is kept as reviewed."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        data, problem = request.POST if request.method == "POST" else None, ""
        rows = [PartForm(part, data) for part in parts_of(row)]
        if data is not None and not [form for form in rows if not form.is_valid()]:
            try:
                return self._reviewed(request, row, rows, data.get("seen", ""))
            except Stale as stale:
                problem = str(stale)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Traditional texts"),
            "opts": self.opts,
            "row": row,
            "rows": rows,
            "seen": seen(row),
            "problem": problem,
            "back": self._address(row),
        }
        return TemplateResponse(request, "admin/ui/traditional.html", context)

    @transaction.atomic
    def _reviewed(self, request: HttpRequest, row: Model, rows: list[PartForm], mark: str) -> HttpResponse:
        texts = {form.part.field.name: form.wanted for form in rows}
        changed = review(row, {name: text for name, text in texts.items() if text is not None}, mark)
        if changed:
            labels = {field.name: str(field.verbose_name) for field in fields_of(type(row))}
            names = ", ".join(labels[name] for name in changed)
            self.log_change(request, row, f"{_('Traditional texts')}: {names}")
            messages.success(request, _("The Traditional texts are saved."))
        else:
            messages.info(request, _("Nothing was changed: the texts go on being converted."))
        return HttpResponseRedirect(self._address(row))

    def _address(self, row: Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
