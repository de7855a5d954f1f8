import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from portal.ui.widgets import LongSelect

CHOICES = [("", "全部"), (1, "第一批"), (2, "<b>“第二批”</b> & 续"), ("x", "X")]


@pytest.mark.parametrize("value", ["", None, 1, "1", "2", "x", "missing"])
def test_a_long_select_is_the_select_of_django(value: object) -> None:
    attrs = {"id": "id_round", "class": "form-select", "required": True}
    ours, theirs = (
        forms.ChoiceField(choices=CHOICES, widget=widget).widget.render("round", value, attrs)
        for widget in (LongSelect, forms.Select)
    )
    assertHTMLEqual(ours, theirs)
