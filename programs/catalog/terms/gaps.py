"""Where terms keep a program or a round from being published, as sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.ui.formats.amounts import wan
from portal.ui.texts import current_language
from programs.catalog.models import Program, Round
from programs.catalog.terms.declaration import terms_of
from programs.catalog.terms.sources import missing_sources


def source_gaps(program: Program) -> list[str]:
    """Terms whose source is not among the documents any more."""
    return [
        _("A term names “%(source)s” as its source, but there is no such clause.") % {"source": source}
        for source in missing_sources(program.terms)
    ]


def cap_gaps(round_: Round) -> list[str]:
    """Where the round's cap per applicant contradicts the terms: a call notice may set less, never more."""
    caps = caps_of(round_.program)
    cap = round_.amount_cap
    if not caps or cap is None or cap in caps or (cap < max(caps) and round_.notice_id):
        return []
    words = {"cap": wan(cap, current_language()), "terms": wan(max(caps), current_language())}
    if cap > max(caps):
        return [_("The cap per applicant, %(cap)s, is above the %(terms)s of the program's terms.") % words]
    return [
        _(
            "The cap per applicant, %(cap)s, is below the %(terms)s of the program's terms. Name the call"
            " notice that sets it."
        )
        % words
    ]


def caps_of(program: Program) -> list[Decimal]:
    """The most one applicant gets by the terms, yuan; several where kinds of applicants differ."""
    terms = program.terms
    return [Decimal(terms[t.key]["value"]) for t in terms_of(program.kind) if t.cap and t.key in terms]
