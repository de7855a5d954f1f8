"""Boundary: what people fill in about their data."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.privacy.models import Correction, Notice
from portal.privacy.services import consent

_html = lazy(format_html, str)


class AgreeOnSignUp(forms.Form):
    """What signing up asks besides name and password: agreement to the notice in force."""

    agree = forms.BooleanField(
        label=_html(
            '{} <a class="link" href="{}" target="_blank">{}</a>',
            _("I have read the privacy notice and agree to it."),
            reverse_lazy("privacy"),
            _("Read it in a new window"),
        ),
        error_messages={"required": _("Tick that you agree to the privacy notice: an account needs it.")},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Record the consent with the new account."""
        notice = consent.current(Notice.Kind.PORTAL)
        if notice:
            consent.agree(user, notice, address=address_of(request), at=timezone.now())


def address_of(request: HttpRequest) -> str:
    """The network address as the throttles see it."""
    address: str = get_adapter().get_client_ip(request)
    return address


class CorrectionForm(forms.ModelForm):
    """What is wrong, and what is right."""

    class Meta:
        model = Correction
        fields = ["wish"]
        labels = {"wish": _("What is wrong, and what is right?")}
        help_texts = {
            "wish": _("Say where you saw it, what it says, and what it should say. An official answers.")
        }
        widgets = {"wish": forms.Textarea({"rows": 5, "maxlength": 1000})}
        error_messages = {"wish": {"required": _("Say what is wrong and what is right.")}}


class AnswerForm(forms.Form):
    """An official's answer to a request."""

    status = forms.ChoiceField(
        label=_("Result"),
        choices=[s for s in Correction.Status.choices if s[0] != Correction.Status.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a result.")},
    )
    answer = forms.CharField(
        label=_("Answer to the person"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write an answer: the person receives it.")},
    )

    def clean_answer(self) -> Any:
        """Without blanks around it."""
        return self.cleaned_data["answer"].strip()
