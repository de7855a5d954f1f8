"""Similar applications of a round: matching passages side by side, a hint and never a verdict."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.intake import watching
from applications.ranking import similar
from applications.ranking.models import Comparison, SimilarPair
from applications.ranking.views import looking
from portal.api.problems import Refused
from portal.ui.middleware import received_at
from programs.catalog.models import Round

PAGE_SIZE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def similar_pairs(request: HttpRequest, pk: int) -> HttpResponse:
    """The pairs of the newest comparison with how far it is; a button starts another."""
    by = looking(request)
    rounds = Round.objects.select_related("program", "department")
    if by.department is not None:
        rounds = rounds.filter(department=by.department)
    round_ = get_object_or_404(rounds, pk=pk)
    if request.method == "POST":
        try:
            similar.ask(round_, by=by, at=received_at(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The comparison begins within a minute."))
        return redirect("similar_pairs", pk=pk)
    comparison = Comparison.objects.visible_to(by).filter(round=round_).first()
    related = ("one__organization", "one__person", "other__organization", "other__person")
    pairs = SimilarPair.objects.filter(comparison=comparison).select_related(*related)
    page = Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = similar.visible(page, by)
    watching.opened(request, [pair.one for pair, _seen in shown])
    context = {
        "round": round_,
        "comparison": comparison,
        "page": page,
        "pairs": shown,
        "official": by.department,
    }
    return render(request, "ranking/similar.html", context)
