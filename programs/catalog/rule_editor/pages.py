"""The pages: the rule set of a round or program with its warnings, and the test of one condition."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import acting
from portal.api.problems import Refused
from programs.catalog.admin_pages import admin_form, change_url
from programs.catalog.models import Condition, Program, Round
from programs.catalog.rule_editor import services, tree
from programs.catalog.rule_editor.branches import branch_of
from programs.catalog.rule_editor.leaf_forms import FactForm, LeafForm, test_of_standard
from programs.catalog.rule_editor.trying import TryForm, context_of, tried
from programs.catalog.rule_editor.warnings import contradictions, counts
from programs.eligibility.context import Context
from programs.eligibility.vocabulary import TESTABLE

Site = admin.ModelAdmin


def rules_url(of: Program | Round) -> str:
    """The address of a rule set."""
    return reverse(f"admin:catalog_{of._meta.model_name}_rules", args=[of.pk])


def test_url(of: Program | Round, condition: Condition) -> str:
    """The address of a condition's test."""
    return reverse(f"admin:catalog_{of._meta.model_name}_test", args=[of.pk, condition.pk])


def _row(site: Site, request: HttpRequest, object_id: str) -> Program | Round:
    row = site.get_object(request, object_id)
    if row is None:
        raise Http404
    if not site.has_view_permission(request, row):
        raise PermissionDenied
    found: Program | Round = row
    return found


def _context(of: Program | Round, on: Any = None) -> Context:
    year = of.reference_year or timezone.localtime(of.opens_at).year if isinstance(of, Round) else None
    return context_of(year, on or timezone.localdate())


def _page(site: Site, request: HttpRequest, of: Program | Round, title: str) -> dict[str, Any]:
    return {
        **site.admin_site.each_context(request),
        "title": title,
        "opts": site.opts,
        "of": of,
        "of_url": change_url(site, of),
        "rules_url": rules_url(of),
    }


def rules(site: Site, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every condition with its test in words; what is odd about them; trying them out by `who` and `on`."""
    of = _row(site, request, object_id)
    lines = list(of.conditions.select_related("clause__document", "rule"))
    asked = request.GET if "who" in request.GET else None
    form = TryForm(asked, capacity=acting(request))
    result: dict[str, Any] = {}
    if form.is_valid():
        organization, on = form.cleaned_data["who"], form.cleaned_data["on"]
        shown, word = tried(lines, organization, _context(of, on))
        result = {"tried": shown, "verdict": word, "organization": organization, "on": on}
    context = _context(of)
    counted = counts(lines, context)
    refusal = services.refusal(of)
    page = _page(site, request, of, _("Rules of %(name)s") % {"name": of}) | {
        "lines": [
            {
                "condition": line,
                "branch": branch_of(line.test, context),
                "counted": counted.get(line.pk),
                "url": test_url(of, line),
            }
            for line in lines
        ],
        "contradictions": contradictions(lines),
        "adminform": admin_form(site, form),
        "refusal": refusal,
        "may_change": not refusal and site.has_change_permission(request, of),
        **result,
    }
    return TemplateResponse(request, "admin/catalog/rules.html", page)


def test(site: Site, request: HttpRequest, object_id: str, condition_id: int) -> HttpResponse:
    """The test of one condition: its rows, and the form for the row that is chosen."""
    of = _row(site, request, object_id)
    condition = get_object_or_404(of.conditions.all(), pk=condition_id)
    if not site.has_change_permission(request, of):
        raise PermissionDenied
    try:
        return _posted(request, of, condition) or _shown(site, request, of, condition)
    except Refused as refused:
        messages.error(request, str(refused))
    except tree.Lost:
        messages.error(request, _("The test has changed since you opened the page: choose again."))
    return HttpResponseRedirect(test_url(of, condition))


def _posted(request: HttpRequest, of: Program | Round, condition: Condition) -> HttpResponse | None:
    """What a POST asks for is done; None where a form has to be shown, with its errors."""
    if request.method != "POST":
        return None
    made = _made(request, condition)
    if made is False:
        return None
    seen, by = request.POST.get("seen", ""), request.user
    assert by.is_authenticated
    try:
        services.set_test(condition.pk, made or None, seen=seen, by=acting(request) or by)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    messages.success(request, _("The test is saved."))
    return HttpResponseRedirect(test_url(of, condition))


def _made(request: HttpRequest, condition: Condition) -> Any:
    """The test that the POST makes: None to declare, False where its form is not valid."""
    what, path = request.POST.get("do", ""), tree.steps(request.POST.get("path", ""))
    present = condition.test
    if what == "remove" and present:
        return tree.replaced(present, path, None)
    if what == "count" and present:
        count = request.POST.get("count", "")
        return tree.counted(present, path, int(count) if count.isascii() and count.isdigit() else 0)
    if what == "write":
        return _written(request, present, path)
    raise tree.Lost


def _written(request: HttpRequest, present: Any, path: list[int]) -> Any:
    fact, how = request.POST.get("fact", ""), request.POST.get("how", "")
    leaf = test_of_standard(fact)
    if leaf is None:
        if fact not in TESTABLE:
            raise tree.Lost
        form = LeafForm(request.POST, testable=TESTABLE[fact])
        if not form.is_valid():
            return False
        leaf = form.cleaned_data["test"]
    if not present:
        return leaf
    return tree.joined(present, path, how, leaf) if how in tree.JOINS else tree.replaced(present, path, leaf)


def _shown(site: Site, request: HttpRequest, of: Program | Round, condition: Condition) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    path, how, fact = (asked.get(name, "") for name in ("path", "how", "fact"))
    steps = tree.steps(path)
    chosen = tree.at(condition.test, steps) if condition.test else None
    writing = not condition.test or "path" in asked
    standard = fact if fact and fact not in TESTABLE and _is_standard(fact) else ""
    testable = TESTABLE.get(fact)
    form: Any = None
    if testable:
        data = request.POST if request.method == "POST" else None
        form = LeafForm(data, testable=testable, test=None if how else chosen)
    page = _page(site, request, of, _("Test of a condition")) | {
        "condition": condition,
        "branch": branch_of(condition.test, _context(of)),
        "writing": writing,
        "path": path,
        "how": how if how in tree.JOINS else "",
        "fact": testable.key if testable else standard,
        "fact_label": testable.label if testable else "",
        "standard": standard,
        "facts": FactForm(initial={"fact": fact or ("" if how else (chosen or {}).get("fact", ""))}),
        "adminform": admin_form(site, form) if form else None,
        "form": form,
        "seen": services.mark(condition.test),
        "url": test_url(of, condition),
        "refusal": services.refusal(of),
    }
    return TemplateResponse(request, "admin/catalog/test.html", page)


def _is_standard(fact: str) -> bool:
    try:
        return test_of_standard(fact) is not None
    except ValidationError:
        return False
