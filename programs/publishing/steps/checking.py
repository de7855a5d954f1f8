from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.catalog.deadlines import publication_notes
from programs.catalog.gaps import BASIS, DATES, FORM, TERMS, WHO, WORDS
from programs.catalog.models import Round
from programs.forms.models import Form
from programs.forms.services import version_of
from programs.forms.versions import draft
from programs.publishing.copying import move_sentences, still_dated
from programs.publishing.models import Guide
from programs.publishing.services import gaps_of
from programs.publishing.steps.base import Facts, Step
from programs.screening.audience import audience_in_numbers

ORDER = [BASIS, WORDS, TERMS, WHO, FORM, DATES]


class CheckStep(Step):
    """All that is missing, each with the step that mends it, and what to look at again."""

    key = "check"
    title = _("Checklist")
    lead = _("What is missing before it can be public, and what to look at again.")
    template = "admin/publishing/check.html"
    needs_round = True
    keeps = False

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and not facts.gaps

    def context(self) -> dict[str, Any]:
        return {
            "gaps": sorted(gaps_of(self.program, self.round), key=place),
            "notes": [*publication_notes(self.round), *notes_of_copy(self.guide)],
            "audience": audience_in_numbers(self.round),
            "round": self.round,
        }


def place(gap: str) -> int:
    """Where the step that mends it stands in the rail."""
    return ORDER.index(where) if (where := getattr(gap, "where", "")) in ORDER else len(ORDER)


def notes_of_copy(guide: Guide) -> Iterator[str]:
    """What a copied round took over that somebody should look at."""
    source, round_ = guide.copied_from, guide.round
    if source is None or round_ is None:
        return
    yield from move_sentences(guide.moves)
    if round_.notice and round_.notice == source.notice:
        sentence = gettext("The call notice is that of %(name)s. Choose this year's where there is one.")
        yield sentence % {"name": source.name}
    for text in still_dated(round_, source):
        yield gettext("This was taken over and names a year: “%(text)s”") % {"text": text}
    if _form_differs(source):
        yield gettext("The form has changed since %(name)s.") % {"name": source.name}


def _form_differs(source: Round) -> bool:
    used, form = version_of(source), Form.objects.filter(program=source.program_id).first()
    if used is None or form is None:
        return False
    now = draft(form)
    return (now.schema, now.screen) != (used.schema, used.screen)


class PreviewStep(Step):
    """The pages as the public will see them."""

    key = "preview"
    title = _("Preview")
    optional = True
    lead = _("Look at the pages as applicants will see them. They open in a new tab.")
    template = "admin/publishing/preview.html"
    needs_round = True
    keeps = False

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and facts.round.status == Round.Status.PUBLISHED

    def context(self) -> dict[str, Any]:
        slug = self.program.slug
        page = reverse("program_preview", args=[slug], query={"round": self.round.pk})
        form = Form.objects.filter(program=self.program).exists()
        return {"page": page, "form_page": reverse("form_preview", args=[slug]) if form else ""}
