"""S&T SMEs: 科技型中小企业评价办法, 国科发政〔2017〕115号."""

from typing import Any

from programs.eligibility.standards.rules import Rule, Standard

DOCUMENT = "st-sme-2017"


def at_most(fact: str, value: str) -> dict[str, Any]:
    return {"fact": fact, "op": "at_most", "value": value}


SCORED = {
    "all": [
        {"fact": "st_sme_score", "op": "at_least", "value": "60"},
        {"fact": "st_staff_share", "op": "at_least", "value": "10"},
    ]
}
DIRECT = {
    "any": [
        {"fact": "qualifications", "op": "holds", "value": ["hitech"]},
        {"fact": "qualifications", "op": "holds", "value": {"kinds": ["national_award"], "years": 5}},
        {"fact": "qualifications", "op": "holds", "value": ["rd_unit"]},
        {"fact": "qualifications", "op": "holds", "value": {"kinds": ["standard"], "years": 5}},
    ]
}

ST_SME = Standard(
    "st-sme-2017",
    "科技型中小企业",
    "S&T SME",
    (
        Rule(
            "在中国境内（不含港澳台）注册的居民企业",
            "A resident enterprise registered in mainland China",
            DOCUMENT,
            "6-1",
            {"fact": "kind", "op": "equals", "value": "firm"},
        ),
        Rule(
            "职工总数不超过500人、年销售收入不超过2亿元、资产总额不超过2亿元",
            "At most 500 staff, 200 million yuan of revenue a year and 200 million yuan of assets",
            DOCUMENT,
            "6-2",
            {
                "all": [
                    at_most("staff", "500"),
                    at_most("revenue", "200000000"),
                    at_most("total_assets", "200000000"),
                ]
            },
        ),
        Rule(
            "产品和服务不属于国家规定的禁止、限制和淘汰类",
            "No product or service that the state prohibits, restricts or eliminates",
            DOCUMENT,
            "6-3",
        ),
        Rule(
            "上一年及当年没有重大安全、质量事故，没有严重环境违法和科研严重失信行为",
            "No major safety or quality accident, serious environmental violation or serious research"
            " dishonesty last year or this year",
            DOCUMENT,
            "6-4",
            {
                "fact": "credit",
                "op": "clean",
                "value": {"kinds": ["accident", "environment", "research"], "years": 1},
            },
        ),
        Rule(
            "未列入经营异常名录和严重违法失信企业名单",
            "Not on the list of abnormal operations or of serious violations and dishonesty",
            DOCUMENT,
            "6-4",
            {"fact": "credit", "op": "clean", "value": {"kinds": ["abnormal", "dishonest"]}},
        ),
        Rule(
            "综合评价得分不低于60分且科技人员指标得分不为0，或者符合直接确认的条件之一",
            "A score of at least 60 with points for staff, or one of the grounds for direct recognition",
            DOCUMENT,
            "6-5",
            {"test": SCORED, "unless": DIRECT},
        ),
    ),
)
