"""Forms in our markup: the renderer for every `{{ form }}`, the classes of widgets, the error summary."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.ui.texts import labelled


class Renderer(TemplatesSetting):
    """FORM_RENDERER: `{{ form }}` and `{{ field.as_field_group }}` come out as our parts."""

    form_template_name = "ui/parts/form.html"
    field_template_name = "ui/parts/field.html"


@dataclass(frozen=True)
class Problem:
    """One line of an error summary: the sentence and its field's id ("" for the whole form)."""

    text: str
    field_id: str


def summary(form: BaseForm) -> list[Problem]:
    """The form's errors in the order of the page; a sentence that several fields share names the field.
    A form may say how: a method `in_summary`, a field's name and its sentence in, what stands there out."""
    told = [(field, text) for field in form for text in sentences(field)]
    times = Counter(text for _field, text in told)

    def named(field: BoundField, text: str) -> str:
        if say := getattr(form, "in_summary", None):
            return str(say(field.name, text))
        return labelled(field.label, text) if times[text] > 1 else text

    found = [Problem(str(text), "") for text in form.non_field_errors()]
    return found + [Problem(named(field, text), target(field)) for field, text in told]


def sentences(field: BoundField) -> list[str]:
    """The field's errors; "this field is required" becomes a sentence that names the field."""
    standard = str(forms.Field.default_error_messages["required"])
    return [naming(field) if text == standard else str(text) for text in field.errors]


def naming(field: BoundField) -> str:
    """What to do about a required field left empty."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on") % {"label": field.label}
    if isinstance(widget, ChoiceWidget | forms.FileInput):
        return _("Choose: %(label)s") % {"label": field.label}
    return _("Fill in: %(label)s") % {"label": field.label}


def target(field: BoundField) -> str:
    """The id a summary line links to: the control, or the first of a group."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


def widget_class(field: BoundField) -> str:
    """Tabler's class for the kind of widget."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def control(field: BoundField) -> SafeString:
    """The widget with its class, marked when it has errors; describedby names the hint, then the errors."""
    classes = [field.field.widget.attrs.get("class", ""), widget_class(field)]
    if field.errors:
        classes.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})
