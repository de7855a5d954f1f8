from portal.facts.models.asking import RegisterAsking
from portal.facts.models.current import CurrentFacts, YearlyFigures
from portal.facts.models.lists import CreditRecord, Qualification, Right, Shareholder
from portal.facts.models.papers import BankAccount, Document, Recommender
from portal.facts.models.statements import Origin, Statement, Verification
from portal.facts.models.supports import SupportReceived

__all__ = [
    "BankAccount",
    "CreditRecord",
    "CurrentFacts",
    "Document",
    "Origin",
    "Qualification",
    "Recommender",
    "RegisterAsking",
    "Right",
    "Shareholder",
    "Statement",
    "SupportReceived",
    "Verification",
    "YearlyFigures",
]
