"""The file itself, of today or of another day."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.facts.asking import asking_refusal
from portal.facts.models import BankAccount, Document
from portal.facts.needs import by_fact, needs_of
from portal.facts.papers import recommender_of
from portal.facts.parts import PARTS
from portal.facts.programs import with_names
from portal.facts.reading import File, read
from portal.facts.showing import day_asked, figures, registration, shown, told_of_years, years_of
from portal.facts.views.access import Reader, reader
from portal.organizations import watching


@login_required
@require_GET
def organization_papers(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything known of an organization, each fact with who stated it and since when it holds."""
    whose = reader(request, uscc)
    watching.opened(request, [whose.organization])
    day, oddity = day_asked(request.GET.get("on", ""))
    past = day != timezone.localdate()
    context = sections(read(whose.organization, day), past=past) | papers(whose)
    context |= {"whose": whose, "organization": whose.organization}
    context |= {"may_ask": not asking_refusal(whose.organization, whose.capacity)}
    context |= {"on": day, "past": past, "oddity": oddity}
    return render(request, "facts/file.html", context)


def sections(file: File, *, past: bool = False) -> dict[str, object]:
    """The facts and lists of the file, and what is still needed for what: today, not on a past day."""
    needs = [] if past else needs_of(file)
    needed = by_fact(needs)
    lists = [
        {
            "part": part,
            "rows": getattr(file, {"credit": "credits"}.get(name, name)),
            "complete": shown(file, [(part.complete, None)], needed, {})[0],
            "needs": needed.get((name, None), []),
        }
        for name, part in PARTS.items()
    ]
    return {
        "file": file,
        "registration": registration(file, needed),
        "figures": figures(file, needed),
        "years": years_of(file),
        "told": told_of_years(file),
        "lists": lists,
        "needs": needs,
        "supports": with_names(file.supports),
    }


def papers(whose: Reader) -> dict[str, object]:
    """Bank account, documents, recommending department: as they are today."""
    organization = whose.organization
    documents = Document.objects.filter(organization=organization, removed_at=None)
    return {
        "account": BankAccount.objects.filter(organization=organization).select_related("changed_by").first(),
        "documents": list(documents.select_related("file", "added_by")),
        "recommender": recommender_of(organization),
        "today": timezone.localdate(),
    }
