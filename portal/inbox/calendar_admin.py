"""The working-day calendar in the admin: edited by day or from a file, confirmed by year."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.api.problems import Refused
from portal.inbox import calendar_file
from portal.inbox.calendar_dependents import misplaced
from portal.inbox.models import CalendarDay, CalendarYear
from portal.inbox.workdays import calendar_warning

LIST = "admin:inbox_calendarday_changelist"
FILE_BYTES = 512 * 1024


class CalendarAdmin(admin.ModelAdmin):
    """Warns of this and the next year while their days are not entered, and of deadlines out of place."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The warnings stand above the list."""
        year = timezone.localdate().year
        if warning := calendar_warning([date(year, 1, 1), date(year + 1, 1, 1)]):
            messages.warning(request, warning)
        warn_of_misplaced(request)
        return super().changelist_view(request, extra_context)


def warn_of_misplaced(request: HttpRequest) -> None:
    """Deadlines stay as announced: say how many today's calendar would place elsewhere."""
    count = len(misplaced(timezone.now()))
    if not count:
        return
    text = ngettext(
        "%(n)d announced deadline would fall on another day under today's calendar. It has not moved.",
        "%(n)d announced deadlines would fall on another day under today's calendar. They have not moved.",
        count,
    )
    address = reverse("admin:inbox_calendarday_misplaced")
    link = format_html('{} <a href="{}">{}</a>', text % {"n": count}, address, _("See them"))
    messages.warning(request, link)


class FileForm(forms.Form):
    """The file to enter, or its text once it was looked at."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Three columns: day,is_workday,name. A line for each day that differs from Monday to Friday, "
            "such as 2027-01-01,0,元旦. Nothing is entered before you have seen it."
        ),
    )

    def clean_file(self) -> str:
        """The text of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > FILE_BYTES:
            raise forms.ValidationError(_("The file is too large for a calendar."))
        raw: bytes = upload.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise forms.ValidationError(_("The file is not a text in UTF-8 or GB18030."))


@admin.register(CalendarDay)
class CalendarDayAdmin(CalendarAdmin):
    list_display = ["day", "name", "is_workday"]
    list_filter = ["is_workday"]
    search_fields = ["name", "=day"]
    date_hierarchy = "day"
    change_list_template = "admin/inbox/calendar_days.html"

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The day before and after, in the history of the day."""
        after = (form.instance.is_workday, form.instance.name)
        if add:
            return calendar_file.spoken(*after)
        before = (form.initial["is_workday"], form.initial["name"])
        return calendar_file.change(before, after)

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarDay | None = None) -> list[str]:
        """A day stays itself: its history is about it."""
        return ["day"] if obj else []

    def get_urls(self) -> list[URLPattern]:
        pages = {"import": self.import_view, "export": self.export_view, "misplaced": self.misplaced_view}
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"inbox_calendarday_{name}")
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; see what each line would do; enter it."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        looked_at = request.method == "POST" and "content" in request.POST
        form = (
            FileForm(request.POST, request.FILES)
            if request.method == "POST" and not looked_at
            else FileForm()
        )
        content = request.POST["content"] if looked_at else ""
        if not looked_at and form.is_bound and form.is_valid():
            content = form.cleaned_data["file"]
        lines, refusal = _looked_through(content)
        if looked_at and not refusal:
            try:
                return self._entered(request, lines)
            except Refused as refused:
                refusal = str(refused)
        context = self._context(request, _("Enter days from a file"))
        context |= {"form": form, "content": content, "lines": lines, "refusal": refusal}
        context["wrong"] = sum(bool(line.error) for line in lines)
        context["to_do"] = sum(line.is_new or line.is_change for line in lines)
        return TemplateResponse(request, "admin/inbox/calendar_import.html", context)

    def _entered(self, request: HttpRequest, lines: list[calendar_file.Line]) -> HttpResponse:
        assert request.user.is_authenticated
        count = calendar_file.write(lines, request.user)
        text = ngettext("%(n)d day is entered.", "%(n)d days are entered.", count) % {"n": count}
        messages.success(request, text)
        return HttpResponseRedirect(reverse(LIST))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Every day as the file that can be entered again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(
            "\ufeff" + calendar_file.written(CalendarDay.objects.order_by("day")),
            content_type="text/csv; charset=utf-8",
        )
        response["Content-Disposition"] = 'attachment; filename="calendar.csv"'
        return response

    def misplaced_view(self, request: HttpRequest) -> HttpResponse:
        """Deadlines that stay as announced though today's calendar gives another day."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self._context(request, _("Deadlines the calendar would place elsewhere"))
        context["rows"] = misplaced(timezone.now())
        return TemplateResponse(request, "admin/inbox/calendar_misplaced.html", context)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "back": reverse(LIST),
        }


def _looked_through(content: str) -> tuple[list[calendar_file.Line], str]:
    """The lines of the content, or why it cannot be read."""
    if not content:
        return [], ""
    try:
        return calendar_file.read(content), ""
    except Refused as refused:
        return [], str(refused)


class YearForm(forms.ModelForm):
    """A year is confirmed once its days are there."""

    class Meta:
        model = CalendarYear
        fields = ["year", "source"]
        help_texts = {
            "source": gettext_lazy("The announcement the days come from, such as its title and number.")
        }

    def clean_year(self) -> int:
        """A year that has days."""
        year: int = self.cleaned_data["year"]
        if not CalendarDay.objects.filter(day__year=year).exists():
            raise forms.ValidationError(
                _("No day of %(year)s is entered yet. Enter its days first, then confirm the year.")
                % {"year": year}
            )
        return year


@admin.register(CalendarYear)
class CalendarYearAdmin(CalendarAdmin):
    form = YearForm
    list_display = ["year", "source"]
    search_fields = ["=year", "source"]
