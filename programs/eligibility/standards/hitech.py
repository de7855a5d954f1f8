"""Hi-tech enterprises: 高新技术企业认定管理办法, 国科发火〔2016〕32号, with 工作指引 195号."""

from typing import Any

from programs.eligibility.standards.rules import Rule, Standard

DOCUMENT = "hitech-2016"


def tier(revenue: dict[str, Any], percent: str) -> dict[str, Any]:
    """A tier of revenue with the share of R&D that it asks for."""
    return {"all": [revenue, {"fact": "rd_ratio_3y", "op": "at_least", "value": percent}]}


def revenue(op: str, value: str) -> dict[str, Any]:
    return {"fact": "revenue", "op": op, "value": value}


HITECH = Standard(
    "hitech-2016",
    "高新技术企业",
    "Hi-tech enterprise",
    (
        Rule(
            "注册成立满365天",
            "Registered for at least 365 days",
            DOCUMENT,
            "11-1",
            {"fact": "age_days", "op": "at_least", "value": "365"},
        ),
        Rule(
            "拥有知识产权",
            "Owns intellectual property",
            DOCUMENT,
            "11-2",
            {
                "any": [
                    {"fact": "rights_class_one", "op": "at_least", "value": "1"},
                    {"fact": "rights_class_two", "op": "at_least", "value": "1"},
                ]
            },
        ),
        Rule(
            "知识产权对主要产品（服务）在技术上发挥核心支持作用",
            "The intellectual property technically supports the main product or service",
            DOCUMENT,
            "11-2",
        ),
        Rule(
            "核心支持技术属于《国家重点支持的高新技术领域》",
            "The technology belongs to the hi-tech fields that the state supports",
            DOCUMENT,
            "11-3",
        ),
        Rule(
            "科技人员占当年职工总数的比例不低于10%",
            "Science and technology staff are at least 10 percent of all staff",
            DOCUMENT,
            "11-4",
            {"fact": "st_staff_share", "op": "at_least", "value": "10"},
        ),
        Rule(
            "近三年研发费用占销售收入的比例：最近一年销售收入5,000万元以下的不低于5%，5,000万元至2亿元的不低于4%，2亿元以上的不低于3%",
            "R&D expense of three years as a share of revenue: at least 5 percent up to 50 million yuan of"
            " revenue in the last year, 4 percent up to 200 million, 3 percent above",
            DOCUMENT,
            "11-5",
            {
                "any": [
                    tier(revenue("at_most", "50000000"), "5"),
                    tier({"all": [revenue("more_than", "50000000"), revenue("at_most", "200000000")]}, "4"),
                    tier(revenue("more_than", "200000000"), "3"),
                ]
            },
        ),
        Rule(
            "在中国境内发生的研发费用占全部研发费用的比例不低于60%",
            "At least 60 percent of R&D expense was spent in mainland China",
            DOCUMENT,
            "11-5",
            {"fact": "rd_domestic_share", "op": "at_least", "value": "60"},
        ),
        Rule(
            "近一年高新技术产品（服务）收入占同期总收入的比例不低于60%",
            "Hi-tech products and services brought at least 60 percent of all income of the last year",
            DOCUMENT,
            "11-6",
            {"fact": "hitech_income_share", "op": "at_least", "value": "60"},
        ),
        Rule(
            "创新能力评价达到71分以上（由专家评分）",
            "An innovation score of at least 71, given by experts",
            DOCUMENT,
            "11-7",
        ),
        Rule(
            "申请前一年内没有重大安全、质量事故或严重环境违法行为",
            "No major safety or quality accident or serious environmental violation in the year before",
            DOCUMENT,
            "11-8",
            {"fact": "credit", "op": "clean", "value": {"kinds": ["accident", "environment"], "years": 1}},
            note="按上一日历年和当年计算；办法写的是申请前一年内。",
            note_en="Counted over last year and this year; the measure says the year before applying.",
        ),
    ),
)
