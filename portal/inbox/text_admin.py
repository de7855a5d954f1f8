"""The words of messages in the admin: every text in three languages, with a preview and its history."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Refused
from portal.inbox import text_edits, texts
from portal.inbox.models import TextEdit
from portal.inbox.readonly_admin import ReadOnlyAdmin
from portal.inbox.text_edits import Words
from portal.inbox.texts import Text

HISTORY = 20


class WordsForm(forms.Form):
    """Subject and text of a message in one language."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200, widget=forms.TextInput(attrs={"size": 80})
    )
    body = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 8, "cols": 80}))

    def __init__(self, text: Text, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.text = text

    def words(self) -> Words:
        """What was written."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            for sentence in text_edits.problems(self.text, Words(values["subject"], values["body"])):
                self.add_error(None, sentence)
        return values


@admin.register(TextEdit)
class TextAdmin(ReadOnlyAdmin):
    """The list shows every text of the portal, not the edits: those are the history of each."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Every text, and in which languages the city has words of its own."""
        edited = texts.edits()
        rows = [
            (text, [(code, name, (text.key, code) in edited) for code, name in settings.LANGUAGES])
            for text in texts.registered()
        ]
        context = self._context(request, self.opts.verbose_name_plural) | {"rows": rows}
        return TemplateResponse(request, "admin/inbox/texts.html", context)

    def write_view(self, request: HttpRequest, key: str, language: str) -> HttpResponse:
        """One text in one language: see, preview, keep, or return to the portal's own words."""
        text = self._text(key, language)
        if request.method == "POST" and not self.may_write(request):
            raise PermissionDenied
        if request.method == "POST" and "reset" in request.POST:
            return self._reset(request, key, language)
        now = text_edits.current(text, language)
        data = request.POST if request.method == "POST" else None
        form = WordsForm(text, data, initial={"subject": now.subject, "body": now.body})
        if data is not None and form.is_valid() and "preview" not in data:
            return self._keep(request, key, language, form.words())
        shown = form.words() if form.is_bound and form.is_valid() else now
        return self._page(request, text, language, form, shown)

    def may_write(self, request: HttpRequest) -> bool:
        """Who might change texts, if rows could be changed."""
        return request.user.has_perm("inbox.add_textedit")

    def _text(self, key: str, language: str) -> Text:
        if language not in text_edits.LANGUAGES:
            raise Http404
        try:
            return texts.text_of(key)
        except KeyError:
            raise Http404 from None

    def _page(
        self, request: HttpRequest, text: Text, language: str, form: WordsForm, shown: Words
    ) -> HttpResponse:
        edits = TextEdit.objects.filter(key=text.key, language=language).select_related("edited_by")
        context = self._context(request, text.label) | {
            "text": text,
            "language": language,
            "language_name": dict(settings.LANGUAGES)[language],
            "languages": settings.LANGUAGES,
            "form": form,
            "preview": text_edits.preview(text, shown, language),
            "standard": text_edits.standard(text, language),
            "is_edited": (text.key, language) in texts.edits(),
            "history": edits[:HISTORY],
            "may_write": self.may_write(request),
        }
        return TemplateResponse(
            request, "admin/inbox/text.html", context, status=422 if form.is_bound and form.errors else 200
        )

    def _keep(self, request: HttpRequest, key: str, language: str, words: Words) -> HttpResponse:
        assert request.user.is_authenticated
        try:
            kept = text_edits.edit(key, language, words, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            sentence = _("Kept. It holds for everything sent from now on.") if kept else _("Nothing changed.")
            messages.success(request, sentence)
        return HttpResponseRedirect(reverse("admin:inbox_textedit_write", args=[key, language]))

    def _reset(self, request: HttpRequest, key: str, language: str) -> HttpResponse:
        assert request.user.is_authenticated
        text_edits.reset(key, language, by=request.user)
        messages.success(request, _("The portal's own words hold again."))
        return HttpResponseRedirect(reverse("admin:inbox_textedit_write", args=[key, language]))

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.write_view)
        own = path("<slug:key>/<slug:language>/words/", view, name="inbox_textedit_write")
        return [own, *super().get_urls()]
