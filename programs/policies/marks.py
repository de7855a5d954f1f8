"""What a reader must know of a document before relying on it, in a word each."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.policies.models import PolicyDocument


def marks(document: PolicyDocument, on: date | None = None) -> list[str]:
    """Internal plan, model text, lapsed (on a day, else today); empty where a condition may rest on it."""
    found = []
    if document.kind == PolicyDocument.Kind.INTERNAL_PLAN:
        found.append(str(PolicyDocument.Kind.INTERNAL_PLAN.label))
    if document.provenance == PolicyDocument.Provenance.MODEL_TEXT:
        found.append(str(PolicyDocument.Provenance.MODEL_TEXT.label))
    if document.has_lapsed(on):
        found.append(pgettext("document", "Lapsed"))
    return found


def marked(label: str, document: PolicyDocument, on: date | None = None) -> str:
    """The label with the document's marks behind it: 工作要点 一、1（内部计划）."""
    words = pgettext("between the items of a list", ", ").join(marks(document, on))
    return _("%(label)s (%(marks)s)") % {"label": label, "marks": words} if words else label
