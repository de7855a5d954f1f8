"""Small and medium-sized enterprises: 中小企业划型标准规定, 工信部联企业〔2011〕300号."""

from programs.eligibility.standards.rules import Rule, Standard

SME = Standard(
    "sme-classes",
    "中小企业",
    "Small and medium-sized enterprise",
    (
        Rule(
            "按划型标准属于中型、小型或微型企业",
            "Medium, small or micro by the size classes",
            "sme-classes-2011",
            "4",
            {"fact": "sme_class", "op": "in", "value": ["medium", "small", "micro"]},
        ),
    ),
)
