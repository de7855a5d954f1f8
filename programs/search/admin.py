from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.search.models import Synonym


class LinesField(SimpleArrayField):
    """A list, one item on each line; lines that are empty or there already do not count."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "cols": 40})
        super().__init__(forms.CharField(max_length=60), delimiter="\n", widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """The items without blanks around them."""
        lines = (line.strip() for line in str(value or "").splitlines())
        return super().to_python("\n".join(dict.fromkeys(line for line in lines if line)))


class SynonymForm(forms.ModelForm):
    others = LinesField(
        label=gettext_lazy("means the same as"),
        help_text=gettext_lazy("One on each line, Chinese or English: 高新技术企业."),
    )

    class Meta:
        model = Synonym
        fields = ["word", "others"]


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """What people type and what texts say. A change counts from the next search on."""

    form = SynonymForm
    list_display = ["word", "means"]
    search_fields = ["word", "others"]

    @admin.display(description=gettext_lazy("means the same as"))
    def means(self, synonym: Synonym) -> str:
        return _(", ").join(synonym.others)
