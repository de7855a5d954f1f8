"""Closed lists of what terms may name: codes, which stay, and their labels."""

from django.utils.translation import pgettext_lazy

from programs.catalog.terms.base import Words

Vocabulary = dict[str, Words]

SERVICES: Vocabulary = {
    "joint_development": pgettext_lazy("service", "Joint development"),
    "commissioned_development": pgettext_lazy("service", "Commissioned development"),
    "technology_assessment": pgettext_lazy("service", "Technology assessment"),
    "novelty_search": pgettext_lazy("service", "Novelty search"),
    "testing": pgettext_lazy("service", "Testing and inspection"),
    "product_design": pgettext_lazy("service", "Product design"),
    "technical_consulting": pgettext_lazy("service", "Technical consulting"),
    "technical_training": pgettext_lazy("service", "Technical training"),
    "instrument_use": pgettext_lazy("service", "Use of instruments"),
    "literature_search": pgettext_lazy("service", "Literature search"),
    "document_delivery": pgettext_lazy("service", "Document delivery"),
    "expert_advice": pgettext_lazy("service", "Expert advice"),
    "ip_services": pgettext_lazy("service", "Intellectual property services"),
    "standardization": pgettext_lazy("service", "Standardization"),
    "commercialization": pgettext_lazy("service", "Commercialization of results"),
    "rd_design": pgettext_lazy("service", "Research, development and design"),
    "incubation": pgettext_lazy("service", "Incubation"),
    "finance": pgettext_lazy("service", "Finance services"),
    "listing": pgettext_lazy("service", "Guidance towards a stock listing"),
    "market": pgettext_lazy("service", "Market development"),
    "policy_advice": pgettext_lazy("service", "Advice on policies"),
    "rights_protection": pgettext_lazy("service", "Defence of rights"),
    "customs_filing": pgettext_lazy("service", "Customs filing"),
    "data": pgettext_lazy("service", "Data services"),
}
COSTS: Vocabulary = {
    "instruments": pgettext_lazy("cost", "Instruments and equipment"),
    "technical_services": pgettext_lazy("cost", "Technical services"),
    "mentoring": pgettext_lazy("cost", "Mentoring"),
    "internships": pgettext_lazy("cost", "Internships"),
    "stand": pgettext_lazy("cost", "Stand at a fair"),
    "fitting_out": pgettext_lazy("cost", "Building and decorating the stand"),
    "transport": pgettext_lazy("cost", "Transport"),
    "patents": pgettext_lazy("cost", "Patent fees"),
    "patent_insurance": pgettext_lazy("cost", "Patent insurance"),
    "rd_expense": pgettext_lazy("cost", "R&D expense"),
    "income_tax": pgettext_lazy("cost", "Income tax"),
    "depreciation": pgettext_lazy("cost", "Depreciation"),
    "platform_services": pgettext_lazy("cost", "Services of the platform"),
    "interest": pgettext_lazy("cost", "Interest"),
    "certification": pgettext_lazy("cost", "Certification"),
    "travel": pgettext_lazy("cost", "Travel"),
}
PAYERS: Vocabulary = {
    "nation": pgettext_lazy("payer", "the nation"),
    "province": pgettext_lazy("payer", "the province"),
    "city": pgettext_lazy("payer", "the city"),
    "district": pgettext_lazy("payer", "the district"),
    "buyers_district": pgettext_lazy("payer", "the buyer's district"),
    "providers_district": pgettext_lazy("payer", "the provider's district"),
    "guarantor": pgettext_lazy("payer", "the guarantor"),
    "bank": pgettext_lazy("payer", "the bank"),
    "firm": pgettext_lazy("payer", "the firm"),
    "government": pgettext_lazy("payer", "the government"),
}
PARTIES: Vocabulary = {
    "firm": pgettext_lazy("party", "Firms"),
    "institute": pgettext_lazy("party", "Research institutes"),
    "university": pgettext_lazy("party", "Universities"),
    "hospital": pgettext_lazy("party", "Hospitals"),
    "service_body": pgettext_lazy("party", "S&T service bodies"),
    "incubator": pgettext_lazy("party", "Incubators"),
    "park": pgettext_lazy("party", "Parks"),
    "bank": pgettext_lazy("party", "Banks"),
    "guarantor": pgettext_lazy("party", "Guarantee companies"),
    "fund": pgettext_lazy("party", "Investment funds"),
    "association": pgettext_lazy("party", "Associations"),
    "school": pgettext_lazy("party", "Schools"),
    "town": pgettext_lazy("party", "Towns and subdistricts"),
    "government": pgettext_lazy("party", "Government departments"),
    "foreign_party": pgettext_lazy("party", "Foreign partners"),
    "investor": pgettext_lazy("party", "Investors"),
    "expert": pgettext_lazy("party", "Experts"),
    "graduate": pgettext_lazy("party", "Graduates"),
    "intermediary": pgettext_lazy("party", "Intermediaries"),
    "insurer": pgettext_lazy("party", "Insurers"),
    "lessor": pgettext_lazy("party", "Leasing companies"),
    "micro_lender": pgettext_lazy("party", "Micro-loan companies"),
}
DUTIES: Vocabulary = {
    "find_needs": pgettext_lazy("duty", "Find out what the firm needs"),
    "technology_strategy": pgettext_lazy("duty", "Draw up its technology strategy"),
    "research_partners": pgettext_lazy("duty", "Bring in research partners"),
    "development": pgettext_lazy("duty", "Take part in development"),
    "training": pgettext_lazy("duty", "Train its staff"),
    "commercialization": pgettext_lazy("duty", "Bring results to market"),
}
POST_KINDS: Vocabulary = {
    "technical": pgettext_lazy("post", "Technical"),
    "management": pgettext_lazy("post", "Management"),
    "marketing": pgettext_lazy("post", "Marketing"),
    "information": pgettext_lazy("post", "Information"),
}
DIMENSIONS: Vocabulary = {
    "strategy": pgettext_lazy("dimension", "Innovation strategy"),
    "culture": pgettext_lazy("dimension", "Innovation culture"),
    "process": pgettext_lazy("dimension", "Innovation process"),
    "products": pgettext_lazy("dimension", "Products"),
    "core_technology": pgettext_lazy("dimension", "Core technology"),
    "organization": pgettext_lazy("dimension", "Organization"),
    "service_record": pgettext_lazy("dimension", "Service record"),
    "budget_use": pgettext_lazy("dimension", "Use of the budget"),
    "results": pgettext_lazy("dimension", "Results"),
}
SECURITIES: Vocabulary = {
    "ip_pledge": pgettext_lazy("security", "Pledge of intellectual property"),
    "patent_pledge": pgettext_lazy("security", "Pledge of patents"),
    "equity_pledge": pgettext_lazy("security", "Pledge of equity"),
    "credit": pgettext_lazy("security", "Credit without security"),
    "performance": pgettext_lazy("security", "Performance loan on contracts"),
    "order_or_policy": pgettext_lazy("security", "Orders or insurance policies"),
    "mutual_aid": pgettext_lazy("security", "Mutual guarantee of firms"),
    "pooled": pgettext_lazy("security", "Pooled borrowing"),
    "guarantee": pgettext_lazy("security", "Guarantee company"),
    "lease": pgettext_lazy("security", "Leasing"),
    "bonds": pgettext_lazy("security", "Bonds"),
    "project": pgettext_lazy("security", "Project finance"),
}
FIELDS: Vocabulary = {
    "ai": pgettext_lazy("field", "Artificial intelligence"),
    "big_data": pgettext_lazy("field", "Big data"),
    "cloud": pgettext_lazy("field", "Cloud computing"),
    "iot": pgettext_lazy("field", "Internet of things"),
    "culture": pgettext_lazy("field", "Cultural technology"),
    "printing_3d": pgettext_lazy("field", "3D printing"),
    "robots": pgettext_lazy("field", "Robots"),
    "new_energy": pgettext_lazy("field", "New energy"),
    "new_materials": pgettext_lazy("field", "New materials"),
    "environment": pgettext_lazy("field", "Environmental protection"),
    "biomedicine": pgettext_lazy("field", "Biomedicine"),
    "devices": pgettext_lazy("field", "Medical devices"),
    "electric_vehicles": pgettext_lazy("field", "Electric vehicles"),
    "agriculture": pgettext_lazy("field", "Agriculture"),
    "metallurgy": pgettext_lazy("field", "Metallurgy"),
    "petroleum_machinery": pgettext_lazy("field", "Petroleum machinery"),
    "health_food": pgettext_lazy("field", "Health food"),
    "information": pgettext_lazy("field", "Information technology"),
    "advanced_services": pgettext_lazy("field", "Advanced services"),
}
PERSONS: Vocabulary = {
    "inventor": pgettext_lazy("person", "Inventors"),
    "leading_talent": pgettext_lazy("person", "Leading talents"),
    "young_researcher": pgettext_lazy("person", "Young researchers"),
    "entrepreneur": pgettext_lazy("person", "Entrepreneurs"),
    "key_staff": pgettext_lazy("person", "Key technical staff"),
    "team": pgettext_lazy("person", "Teams"),
    "organization": pgettext_lazy("person", "Organizations"),
}
REDEEMERS: Vocabulary = {
    "firm": pgettext_lazy("redeemed by", "The firm"),
    "provider": pgettext_lazy("redeemed by", "The service provider"),
    "either": pgettext_lazy("redeemed by", "The firm or the service provider"),
}
REDEMPTION: Vocabulary = {
    "all_year": pgettext_lazy("redemption", "All year"),
    "once_a_year": pgettext_lazy("redemption", "Once a year"),
    "batches": pgettext_lazy("redemption", "In batches"),
    "window": pgettext_lazy("redemption", "Within a set window"),
}
CAP_PERIODS: Vocabulary = {
    "year": pgettext_lazy("cap period", "a year"),
    "in_total": pgettext_lazy("cap period", "in total"),
    "round": pgettext_lazy("cap period", "a round"),
    "case": pgettext_lazy("cap period", "a case"),
}
PAYMENTS: Vocabulary = {
    "afterwards": pgettext_lazy("payment", "Afterwards"),
    "in_advance": pgettext_lazy("payment", "In advance"),
    "in_stages": pgettext_lazy("payment", "In stages"),
    "waiver": pgettext_lazy("payment", "Fees are waived"),
    "tax_relief": pgettext_lazy("payment", "Tax relief"),
}
AGREEMENTS: Vocabulary = {
    "two_party": pgettext_lazy("agreement", "Two parties"),
    "three_party": pgettext_lazy("agreement", "Three parties"),
}
GRANTERS: Vocabulary = {
    "nation": pgettext_lazy("granted by", "The nation"),
    "province": pgettext_lazy("granted by", "The province"),
    "city": pgettext_lazy("granted by", "The city"),
    "district": pgettext_lazy("granted by", "The district"),
}
USES: Vocabulary = {
    "support": pgettext_lazy("use", "Choosing whom to support"),
    "renewal": pgettext_lazy("use", "Deciding on renewal"),
    "publication": pgettext_lazy("use", "Publication of the grades"),
    "planning": pgettext_lazy("use", "Planning"),
}
MATCHING_FORMS: Vocabulary = {
    "exchange": pgettext_lazy("matching", "Exchange meetings"),
    "visit": pgettext_lazy("matching", "Visits"),
    "joint_project": pgettext_lazy("matching", "Joint projects"),
    "alliance": pgettext_lazy("matching", "Alliances"),
    "contract": pgettext_lazy("matching", "Contracts"),
    "information": pgettext_lazy("matching", "Information on needs and results"),
    "placement": pgettext_lazy("matching", "Placements"),
    "station": pgettext_lazy("matching", "Workstations in firms"),
}
PRICING: Vocabulary = {
    "free": pgettext_lazy("pricing", "Free of charge"),
    "cost": pgettext_lazy("pricing", "At cost"),
    "agreed": pgettext_lazy("pricing", "As agreed"),
}
MONTHS: Vocabulary = {
    "m1": pgettext_lazy("month", "January"),
    "m2": pgettext_lazy("month", "February"),
    "m3": pgettext_lazy("month", "March"),
    "m4": pgettext_lazy("month", "April"),
    "m5": pgettext_lazy("month", "May"),
    "m6": pgettext_lazy("month", "June"),
    "m7": pgettext_lazy("month", "July"),
    "m8": pgettext_lazy("month", "August"),
    "m9": pgettext_lazy("month", "September"),
    "m10": pgettext_lazy("month", "October"),
    "m11": pgettext_lazy("month", "November"),
    "m12": pgettext_lazy("month", "December"),
}
EVENT_FORMS: Vocabulary = {
    "fair": pgettext_lazy("event", "Fairs"),
    "lecture": pgettext_lazy("event", "Lectures"),
    "training": pgettext_lazy("event", "Training"),
    "contest": pgettext_lazy("event", "Contests"),
    "salon": pgettext_lazy("event", "Salons"),
    "exhibition": pgettext_lazy("event", "Exhibitions"),
    "visit": pgettext_lazy("event", "Visits"),
    "campaign": pgettext_lazy("event", "Campaigns"),
    "conference": pgettext_lazy("event", "Industry summits"),
}
