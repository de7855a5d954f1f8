"""Sample pages of every component, for tests only: no address of the product leads here."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal_patterns


class SampleForm(forms.Form):
    """One field of every kind."""

    code = forms.CharField(label="统一社会信用代码", help_text="营业执照右上角的18位代码", min_length=18)
    district = forms.ChoiceField(label="注册地", choices=[("jd", "嘉定区"), ("ja", "静安区")])
    about = forms.CharField(label="简介", widget=forms.Textarea, required=False)
    other = forms.ChoiceField(
        label="是否已获其他财政资金", widget=forms.RadioSelect, choices=[("no", "没有"), ("yes", "有")]
    )
    kinds = forms.MultipleChoiceField(
        label="服务类别",
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "仪器设备"), ("b", "检验检测")],
        help_text="可多选",
    )
    agree = forms.BooleanField(label="以上内容属实")
    proof = forms.FileField(label="服务合同", required=False)


def situation(request: HttpRequest) -> dict[str, Any]:
    """What the sample pages show."""
    now = timezone.now()
    return {
        "soon": now + timedelta(days=3),
        "later": now + timedelta(days=27),
        "past": now - timedelta(days=1),
        "amount": Decimal("74000"),
        "form": SampleForm({"code": "91310114MADEMO0X1"}) if "bound" in request.GET else SampleForm(),
        "page": Paginator(range(30), 10).page(2),
        "events": [
            {"title": "退回补正", "at": now, "text": "报告缺签章页。", "state": "stop"},
            {"title": "提交申请", "at": now - timedelta(days=2), "text": "", "state": "done"},
        ],
        "steps": [
            {"title": "提交", "note": "11月10日", "state": "done"},
            {"title": "形式审查", "note": "等您补正", "state": "current"},
            {"title": "专家评审", "note": "预计12月", "state": ""},
        ],
        "question": "提交这份申请？",
        "consequence": "提交后内容锁定，只有退回补正时才能改。",
        "button": "提交申请",
        "back_url": "/",
    }


def act(request: HttpRequest) -> None:
    """?as=department gives the request a capacity."""
    kind = request.GET.get("as")
    if kind:
        found = SimpleNamespace(kind=kind, key=kind, label="嘉定区科委 经办", organization=None)
        request.capacity, request.capacities = found, [found]  # type: ignore[attr-defined]


def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A sample page by the name of its template."""
    act(request)
    source = (Path(__file__).parent / f"{name}.html").read_text()
    return HttpResponse(engines["django"].from_string(source).render(situation(request), request))


def product(request: HttpRequest, name: str) -> HttpResponse:
    """A template of the portal that no view of ui renders by itself."""
    act(request)
    return HttpResponse(engines["django"].get_template(name).render(situation(request), request))


urlpatterns = [
    path("sample/<slug:name>/", sample),
    path("product/<path:name>", product),
    *portal_patterns,
]
