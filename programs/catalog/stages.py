"""The stages between handing in and the end, as data: a round chooses which of them it has."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """In the order in which an application goes through them. The formal check is always on."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    CHECK = "check", _("Formal check")
    REVIEW = "review", _("Expert review")
    SECOND_REVIEW = "second_review", _("Second expert review")
    PRESENTATION = "presentation", _("Defense or site visit")
    MEETING = "meeting", _("Collective meeting")
    APPROVAL = "approval", _("Approval level by level")
    NOTICE = "notice", pgettext_lazy("stage", "Public notice")
    AGREEMENT = "agreement", _("Agreement")


# What the public reads of each.
MEANINGS: dict[Stage, str | Promise] = {
    Stage.RECOMMENDATION: _(
        "The department that recommends the applicant reads the application and gives its opinion. "
        "If it lets its time pass, the application goes on without one."
    ),
    Stage.CHECK: _("Officials check that everything is there. All gaps are told at once."),
    Stage.REVIEW: _("Experts without ties to the applicant score the application by criteria."),
    Stage.SECOND_REVIEW: _("Other experts score it once more."),
    Stage.PRESENTATION: _("The applicant answers questions, or is visited on site."),
    Stage.MEETING: _("A recorded meeting decides together on the proposed list."),
    Stage.APPROVAL: _("The heads approve the proposed list, one level after the other."),
    Stage.NOTICE: _("The proposed list is public, and everybody may object to it."),
    Stage.AGREEMENT: _("The applicant and the department sign the agreement."),
}

# A decision prepared by several people: proposed first, then decided.
FORMAL = (Stage.MEETING, Stage.APPROVAL, Stage.NOTICE)


class Mode(models.TextChoices):
    """How a round chooses whom it supports."""

    COMPETITIVE = "competitive", _("Compared with each other after the closing")
    ARRIVAL = "arrival", _("Decided one by one as they arrive")
    EXPRESSION = "expression", _("Expression of interest; those chosen apply in full later")
    AWARD = "award", _("Awarded directly to whoever was invited")
    ENTITLEMENT = "entitlement", _("No application needed: the portal finds who is entitled")
