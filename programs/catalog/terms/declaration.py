"""The terms of each kind of program, as data: key, label and type."""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from programs.catalog.terms import vocabulary as words
from programs.catalog.terms.base import ValueType, Words
from programs.catalog.terms.numbers import Count, Days, Money, Months, Percent, Range, Years
from programs.catalog.terms.picks import Choice, Choices, YesNo
from programs.catalog.terms.splits import Shares, Tiers
from programs.policies.kinds import Kind


@dataclass(frozen=True)
class Term:
    """A term that programs of a kind may have. `cap`: the most one applicant gets, in yuan, for a year or in
    all; a round's cap per applicant has to agree with it."""

    key: str
    label: Words
    type: ValueType
    cap: bool = False


TERMS: dict[Kind, tuple[Term, ...]] = {
    Kind.VOUCHER: (
        Term("rate", pgettext_lazy("term", "Rate of support"), Percent()),
        Term("tiers", pgettext_lazy("term", "Rate by amount"), Tiers()),
        Term("cap_claim", pgettext_lazy("term", "Cap per claim"), Money()),
        Term("cap_holding", pgettext_lazy("term", "Most held at a time"), Money()),
        Term("cap_year", pgettext_lazy("term", "Cap a year"), Money(), cap=True),
        Term("cap_year_team", pgettext_lazy("term", "Cap a year, teams"), Money(), cap=True),
        Term("validity", pgettext_lazy("term", "Valid for"), Months()),
        Term("services", pgettext_lazy("term", "Services"), Choices(words.SERVICES)),
        Term("payers", pgettext_lazy("term", "Who pays"), Shares(words.PAYERS)),
        Term("redeemed_by", pgettext_lazy("term", "Redeemed by"), Choice(words.REDEEMERS)),
        Term("redemption", pgettext_lazy("term", "When redeemed"), Choice(words.REDEMPTION)),
        Term("window_days", pgettext_lazy("term", "Length of the window"), Days()),
        Term("unrelated_provider", pgettext_lazy("term", "Provider not related to the firm"), YesNo()),
        Term("mandatory_tests_excluded", pgettext_lazy("term", "Mandatory tests excluded"), YesNo()),
        Term("sample", pgettext_lazy("term", "Random checks a year"), Percent()),
        Term("across_regions", pgettext_lazy("term", "Usable across regions"), YesNo()),
    ),
    Kind.SUBSIDY: (
        Term("costs", pgettext_lazy("term", "Costs supported"), Choices(words.COSTS)),
        Term("rate", pgettext_lazy("term", "Rate of support"), Percent()),
        Term("tiers", pgettext_lazy("term", "Rate by amount"), Tiers()),
        Term("cap", pgettext_lazy("term", "Cap"), Money(), cap=True),
        Term("cap_period", pgettext_lazy("term", "The cap counts"), Choice(words.CAP_PERIODS)),
        Term("payers", pgettext_lazy("term", "Who pays"), Shares(words.PAYERS)),
        Term("payment", pgettext_lazy("term", "Paid"), Choice(words.PAYMENTS)),
    ),
    Kind.SERVICE_PACKAGE: (
        Term("worth", pgettext_lazy("term", "Worth of a package"), Range(Money())),
        Term("contents", pgettext_lazy("term", "Contents"), Choices(words.SERVICES)),
        Term("free", pgettext_lazy("term", "Free of charge"), YesNo()),
        Term("packages_per_year", pgettext_lazy("term", "Packages a year"), Count()),
        Term("providers", pgettext_lazy("term", "Provided by"), Choices(words.PARTIES)),
    ),
    Kind.GRANT: (
        Term("cap", pgettext_lazy("term", "Cap"), Money(), cap=True),
        Term("share", pgettext_lazy("term", "At most of the project's cost"), Percent()),
        Term("own_money", pgettext_lazy("term", "Own money, at least"), Percent()),
        Term("term", pgettext_lazy("term", "Term of the project"), Months()),
        Term("leads", pgettext_lazy("term", "Led by"), Choices(words.PARTIES)),
        Term("partners_required", pgettext_lazy("term", "Partners required"), YesNo()),
        Term("payment", pgettext_lazy("term", "Paid"), Choice(words.PAYMENTS)),
        Term("projects", pgettext_lazy("term", "Projects"), Count()),
    ),
    Kind.COMMISSIONER: (
        Term("term", pgettext_lazy("term", "Term of the placement"), Months()),
        Term("posts", pgettext_lazy("term", "Posts"), Count()),
        Term("allowance", pgettext_lazy("term", "Allowance a month"), Money()),
        Term("firms_per_person", pgettext_lazy("term", "Firms per commissioner, at most"), Count()),
        Term("agreement", pgettext_lazy("term", "Agreement of"), Choice(words.AGREEMENTS)),
        Term("duties", pgettext_lazy("term", "Duties"), Choices(words.DUTIES)),
        Term("sent_by", pgettext_lazy("term", "Sent by"), Choices(words.PARTIES)),
        Term("from_talent_schemes", pgettext_lazy("term", "Supported by talent schemes"), YesNo()),
    ),
    Kind.INTERNSHIP: (
        Term("term", pgettext_lazy("term", "Term of the internship"), Months()),
        Term("posts", pgettext_lazy("term", "Posts"), Count()),
        Term("hosts", pgettext_lazy("term", "Host firms"), Count()),
        Term("post_kinds", pgettext_lazy("term", "Kinds of posts"), Choices(words.POST_KINDS)),
        Term("interns_per_supervisor", pgettext_lazy("term", "Interns per supervisor, at most"), Count()),
        Term("allowance", pgettext_lazy("term", "Allowance a month"), Money()),
        Term("payment", pgettext_lazy("term", "Paid"), Choice(words.PAYMENTS)),
        Term("for_graduates", pgettext_lazy("term", "For graduates"), YesNo()),
    ),
    Kind.MENTOR: (
        Term("mentors", pgettext_lazy("term", "Mentors"), Count()),
        Term("settings", pgettext_lazy("term", "Where they mentor"), Choices(words.PARTIES)),
        Term("fee_rate", pgettext_lazy("term", "Share of the fee paid"), Percent()),
        Term("fee_cap", pgettext_lazy("term", "Cap of the fee"), Money()),
        Term("sessions", pgettext_lazy("term", "Sessions a year"), Count()),
        Term("term", pgettext_lazy("term", "Term of the mentorship"), Months()),
        Term("certificate", pgettext_lazy("term", "With a certificate"), YesNo()),
    ),
    Kind.RECOGNITION: (
        Term("validity", pgettext_lazy("term", "Valid for"), Years()),
        Term("granted_by", pgettext_lazy("term", "Granted by"), Choice(words.GRANTERS)),
        Term("reward", pgettext_lazy("term", "Reward"), Money(), cap=True),
        Term("places", pgettext_lazy("term", "Places"), Count()),
        Term("review", pgettext_lazy("term", "Recognized again every"), Years()),
        Term("register_only", pgettext_lazy("term", "Entry in a register only"), YesNo()),
    ),
    Kind.EVALUATION: (
        Term("dimensions", pgettext_lazy("term", "Dimensions"), Choices(words.DIMENSIONS)),
        Term("grades", pgettext_lazy("term", "Grades"), Count()),
        Term("places", pgettext_lazy("term", "Places a year"), Count()),
        Term("cycle", pgettext_lazy("term", "Repeated every"), Months()),
        Term("diagnosis", pgettext_lazy("term", "With a diagnosis"), YesNo()),
        Term("use", pgettext_lazy("term", "Used for"), Choices(words.USES)),
    ),
    Kind.LOAN: (
        Term("line", pgettext_lazy("term", "Line of credit, of all firms"), Money()),
        Term("cap", pgettext_lazy("term", "Most for one firm"), Money(), cap=True),
        Term("term", pgettext_lazy("term", "Term of the loan"), Months()),
        Term("guarantee_fee", pgettext_lazy("term", "Guarantee fee"), Percent()),
        Term("interest_support", pgettext_lazy("term", "Interest supported"), Percent()),
        Term("fee_support", pgettext_lazy("term", "Guarantee fee supported"), Percent()),
        Term("security", pgettext_lazy("term", "Security"), Choices(words.SECURITIES)),
        Term("risk", pgettext_lazy("term", "Losses borne by"), Shares(words.PAYERS)),
        Term("lenders", pgettext_lazy("term", "Lenders"), Choices(words.PARTIES)),
    ),
    Kind.MATCHMAKING: (
        Term("parties", pgettext_lazy("term", "Between"), Choices(words.PARTIES)),
        Term("forms", pgettext_lazy("term", "Forms"), Choices(words.MATCHING_FORMS)),
        Term("fields", pgettext_lazy("term", "Fields"), Choices(words.FIELDS)),
        Term("matches", pgettext_lazy("term", "Matches"), Count()),
        Term("free", pgettext_lazy("term", "Free of charge"), YesNo()),
    ),
    Kind.INSTRUMENT_SHARING: (
        Term("instruments", pgettext_lazy("term", "Uses of instruments a year"), Count()),
        Term("lab_uses", pgettext_lazy("term", "Uses of laboratories a year"), Count()),
        Term("firms", pgettext_lazy("term", "Firms served a year"), Count()),
        Term("pricing", pgettext_lazy("term", "Price"), Choice(words.PRICING)),
        Term("booking_days", pgettext_lazy("term", "Booked ahead"), Days()),
        Term("discount", pgettext_lazy("term", "Discount"), Percent()),
    ),
    Kind.PROCUREMENT_CATALOG: (
        Term("validity", pgettext_lazy("term", "Valid for"), Years()),
        Term("buyers", pgettext_lazy("term", "Buyers"), Choices(words.PARTIES)),
        Term("price_preference", pgettext_lazy("term", "Preference in price"), Percent()),
        Term("recognition_first", pgettext_lazy("term", "Recognition of the product first"), YesNo()),
    ),
    Kind.EVENT: (
        Term("occasions", pgettext_lazy("term", "Occasions a year"), Count()),
        Term("months", pgettext_lazy("term", "Months"), Choices(words.MONTHS)),
        Term("waived", pgettext_lazy("term", "Costs waived"), Choices(words.COSTS)),
        Term("places", pgettext_lazy("term", "Places"), Count()),
        Term("free", pgettext_lazy("term", "Free of charge"), YesNo()),
        Term("forms", pgettext_lazy("term", "Forms"), Choices(words.EVENT_FORMS)),
    ),
    Kind.AWARD: (
        Term("cycle", pgettext_lazy("term", "Awarded every"), Years()),
        Term("prizes", pgettext_lazy("term", "Prizes"), Count()),
        Term("amount", pgettext_lazy("term", "Prize money"), Money(), cap=True),
        Term("nominated_by", pgettext_lazy("term", "Nominated by"), Choices(words.PARTIES)),
        Term("for", pgettext_lazy("term", "For whom"), Choices(words.PERSONS)),
    ),
}


def terms_of(kind: str) -> tuple[Term, ...]:
    """The terms a kind of program may have; none for what is not asked for."""
    return TERMS.get(Kind(kind), ()) if kind in Kind.values else ()
