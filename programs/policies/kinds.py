"""The kinds of support, as the field names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a measure promises. All but the last two are things an applicant asks for: see ASKED_FOR."""

    VOUCHER = "voucher", _("Innovation vouchers")
    SUBSIDY = "subsidy", _("Subsidies")
    SERVICE_PACKAGE = "service_package", _("Service packages")
    GRANT = "grant", _("Grant projects")
    COMMISSIONER = "commissioner", _("S&T commissioners")
    INTERNSHIP = "internship", _("S&T internships")
    MENTOR = "mentor", _("Mentors")
    RECOGNITION = "recognition", _("Recognitions")
    EVALUATION = "evaluation", _("Evaluations")
    LOAN = "loan", _("Loans and finance")
    MATCHMAKING = "matchmaking", _("Matchmaking")
    INSTRUMENT_SHARING = "instrument_sharing", _("Instrument sharing")
    PROCUREMENT_CATALOG = "procurement_catalog", _("Procurement catalogs")
    EVENT = "event", _("Events and training")
    AWARD = "award", _("Awards")
    FUND = "fund", _("Funds")
    PLATFORM = "platform", _("Platforms and places")


ASKED_FOR = [kind for kind in Kind if kind not in (Kind.FUND, Kind.PLATFORM)]
