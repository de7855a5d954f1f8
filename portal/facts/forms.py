"""Forms of a file's sections, made from the definitions of its facts."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.accounts.models import Department
from portal.facts import values, wholes
from portal.facts.definitions import FIGURES, SCALARS, Fact, Section, Type, about
from portal.facts.models import BankAccount, Document
from portal.facts.papers import account_number, recommenders
from portal.facts.parts import Part
from portal.facts.reading import File
from portal.facts.values import WAN, Key
from portal.ui.texts import localized

OWN = [key for key, f in SCALARS.items() if f.section == Section.REGISTRATION and not f.registered]
WRONG_DAY = {"invalid": gettext_lazy("Write the day as 2026-12-31.")}


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FactsForm(forms.Form):
    """Facts of one section. `facts` answers what was entered, as `stating.state` takes it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    unit = forms.ChoiceField(choices=[("wan", ""), ("yuan", "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, keys: Iterable[Key], file: File, unit: str, **kwargs: Any) -> None:
        """`unit`: in which amounts are entered, wan (10,000 yuan) or yuan; an answer brings its own."""
        super().__init__(*args, **kwargs)
        self.keys = {key[0]: key for key in keys}
        self.initial["unit"] = self.data.get("unit", unit)
        self.scale = WAN if self.initial["unit"] == "wan" else Decimal(1)
        for name, key in self.keys.items():
            fact = FIGURES.get(name) or SCALARS[name]
            self.fields[name] = field(fact)
            self.fields[name].label = self._label(fact)
            self.initial[name] = entered(fact, file.get(*key), self.scale)

    def _label(self, fact: Fact) -> str:
        """A figure is asked for in its unit."""
        match fact.type:
            case Type.MONEY:
                unit = _("10,000 yuan") if self.scale == WAN else _("yuan")
            case Type.COUNT:
                unit = pgettext("unit", "people")
            case _:
                return str(fact.label)
        return _("%(label)s (%(unit)s)") % {"label": fact.label, "unit": unit}

    def clean(self) -> dict[str, Any]:
        """Every value checked as the door checks it."""
        data = super().clean() or {}
        for name in self.keys:
            try:
                data[name] = self._clean_fact(name, data.get(name))
            except ValidationError as error:
                self.add_error(name, error)
        self._check_parts(data)
        return data

    def _check_parts(self, data: dict[str, Any]) -> None:
        """What is said to be a part of a figure is at most the whole."""
        values = {key: data[name] for name, key in self.keys.items() if name in data}
        for (name, _year), sentence in wholes.excesses(values, {}):
            self.add_error(name, sentence)

    def _clean_fact(self, name: str, text: Any) -> Any:
        value = values.clean(name, text)
        if not isinstance(value, Decimal):
            return value
        return values.clean(name, values.amount(text) * self.scale)

    def in_summary(self, name: str, sentence: str) -> str:
        """A field's error on top of the page, among those of other figures."""
        return about(*self.keys[name], sentence) if name in self.keys else sentence

    def facts(self) -> dict[Key, Any]:
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}


def entered(fact: Fact, value: Any, scale: Decimal) -> Any:
    """A value as the form shows it: amounts in the unit of the form, without needless zeros."""
    if value is None or fact.type != Type.MONEY:
        return value
    return f"{(value / scale).normalize():f}"


def field(fact: Fact) -> forms.Field:
    """The field for a fact; what it takes is checked by `values.clean`."""
    given: dict[str, Any] = {"label": fact.label, "help_text": fact.help, "required": False}
    match fact.type:
        case Type.CHOICE:
            choices = [("", "—"), *(fact.choices.choices if fact.choices else [])]
            return forms.ChoiceField(choices=choices, **given)
        case Type.DATE:
            return forms.DateField(widget=day_input(), error_messages=WRONG_DAY, **given)
        case Type.MONEY | Type.COUNT:
            mode = "decimal" if fact.type == Type.MONEY else "numeric"
            attrs = {"inputmode": mode, "autocomplete": "off"}
            return forms.CharField(widget=forms.TextInput(attrs=attrs), **given)
        case _:
            return forms.CharField(**given)


class RegistrationForm(FactsForm):
    """What the license and the articles say beside the registered facts."""

    since = forms.DateField(
        label=gettext_lazy("These hold since"),
        required=False,
        widget=day_input(),
        error_messages=WRONG_DAY,
        help_text=gettext_lazy("Empty: from today. A day in the past corrects the file of that time."),
    )


def line_form(part: Part) -> type[forms.ModelForm]:
    """The form for a new line of a list."""
    dated: dict[str, Any] = {"holds_from": day_input(), "holds_to": day_input()}
    wrong: dict[str, Any] = dict.fromkeys(dated, WRONG_DAY)
    made: type[forms.ModelForm] = forms.modelform_factory(
        part.model, form=LineForm, fields=part.fields, widgets=dated, error_messages=wrong
    )
    if part.name == "qualifications":
        return type("EvidenceForm", (made,), {"file": evidence_field()})
    return made


class LineForm(forms.ModelForm):
    """A line; whether it may stand is decided where it enters."""

    def _post_clean(self) -> None:
        """The rules of the table are checked under the organization's lock, with everything they need."""
        for name, value in self.cleaned_data.items():
            if name in (self._meta.fields or ()):
                setattr(self.instance, name, value)


def evidence_field() -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("The certificate. PDF, JPEG or PNG, at most 20 MB."),
    )


class CompleteForm(forms.Form):
    """That is all we have."""

    on = forms.DateField(
        label=gettext_lazy("The list is complete as of"), widget=day_input(), error_messages=WRONG_DAY
    )


class AccountForm(forms.ModelForm):
    """Where money is paid to."""

    number = forms.CharField(
        label=gettext_lazy("Account number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = BankAccount
        fields = ["holder", "bank"]

    def clean_number(self) -> str:
        """Its digits; nothing leaves what is kept."""
        typed: str = self.cleaned_data["number"].strip()
        if not typed and not self.instance.pk:
            raise ValidationError(_("Write the number of the account."))
        return account_number(typed) if typed else ""


class DocumentForm(forms.ModelForm):
    """A document for the library."""

    upload = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, at most 20 MB.")
    )

    class Meta:
        model = Document
        fields = ["title", "valid_until"]
        widgets = {"valid_until": day_input()}
        error_messages = {"valid_until": WRONG_DAY}


class RecommenderForm(forms.Form):
    """Which department recommends the organization."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Recommending department"), queryset=Department.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["department"]
        chosen.queryset = recommenders()
        chosen.label_from_instance = lambda row: localized(row, "name")
