from programs.policies.models.documents import Clause, PolicyDocument
from programs.policies.models.findable import FindableClause, FindableDocument
from programs.policies.models.measures import Basis, Measure, MeasureFigure
from programs.policies.models.quantities import Comparison, Quantity
from programs.policies.models.rules import Rule
from programs.policies.models.targets import Target

__all__ = [
    "Basis",
    "Clause",
    "Comparison",
    "FindableClause",
    "FindableDocument",
    "Measure",
    "MeasureFigure",
    "PolicyDocument",
    "Quantity",
    "Rule",
    "Target",
]
