"""Choosing a list, and saying what its columns are."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.facts.definitions import FACTS, Section
from portal.facts.values import FIRST_YEAR, LAST_YEAR
from portal.importing.columns import CODE, WAN, YUAN, Columns
from portal.ui.texts import labelled


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("List"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy(
            "XLSX or CSV with headers, one organization a line, at most 50,000 lines. What a cell does not"
            " say stays as it is."
        ),
    )


class ColumnForm(forms.Form):
    """What one column is."""

    fact = forms.ChoiceField(label=gettext_lazy("Holds"), required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year, for figures"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit, for amounts"),
        choices=[(YUAN, gettext_lazy("yuan")), (WAN, gettext_lazy("10,000 yuan"))],
        required=False,
    )

    def __init__(self, *args: Any, header: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = _facts()  # type: ignore[attr-defined]  # a choice field
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = labelled(header, field.label)

    def choice(self) -> dict[str, Any]:
        """What was said of the column."""
        data = self.cleaned_data
        yearly = data["fact"] in FACTS and FACTS[data["fact"]].yearly
        return {"fact": data["fact"], "year": data["year"] if yearly else None, "unit": data["unit"] or YUAN}


def column_forms(columns: Columns, data: Any = None) -> list[ColumnForm]:
    """One for each column of a list."""
    return [
        ColumnForm(
            data,
            prefix=f"c{at}",
            header=own["header"] or str(at + 1),
            initial={name: own[name] for name in ("fact", "year", "unit")},
        )
        for at, own in enumerate(columns)
    ]


def _facts() -> list[tuple[str, Any]]:
    """Everything a column may hold, by section."""
    choices: list[tuple[str, Any]] = [("", _("Leave out")), (CODE, _("Credit code"))]
    for section in Section:
        facts = [(key, str(fact.label)) for key, fact in FACTS.items() if fact.section == section]
        choices.append((str(section.label), facts))
    return choices
