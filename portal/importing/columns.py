"""What the columns of a list are: guessed from the headers, then corrected by hand."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.facts.definitions import FACTS, Type
from portal.facts.values import FIRST_YEAR

CODE = "uscc"
YUAN, WAN = "yuan", "wan"
Columns = list[dict[str, Any]]

# What such columns are called besides the names of the facts.
CALLED: Mapping[str, tuple[str, ...]] = {
    CODE: ("统一社会信用代码", "社会信用代码", "信用代码", "机构代码", "credit code", "uscc",
           "unified social credit code"),
    "name": ("名称", "企业名称", "单位名称", "公司名称", "机构名称", "organization", "company"),
    "kind": ("类型", "单位类型", "机构类型", "单位性质"),
    "registered_region": ("注册地", "注册区", "注册地区", "所在区", "所属区", "注册区域", "所属地区",
                          "region", "district"),
    "tax_region": ("税收户管地", "税务登记地", "税管地", "纳税地", "纳税地区", "税收归属地", "税收归属"),
    "founded_on": ("成立日期", "成立时间", "注册时间", "注册日期", "founded", "established"),
    "industry": ("行业", "所属行业", "国民经济行业", "行业代码"),
    "legal_representative": ("法定代表人", "法人代表", "法人", "企业法人"),
    "address": ("地址", "注册地址", "单位地址", "住所", "通讯地址"),
    "legal_form": ("企业类型", "法律形式", "组织形式", "登记注册类型"),
    "registered_capital": ("注册资本", "注册资金", "capital"),
    "actual_controller": ("实际控制人",),
    "in_district_since": ("入区时间", "迁入时间", "迁入日期"),
    "revenue": ("营业收入", "主营业务收入", "总收入", "销售收入", "营收", "turnover", "sales"),
    "profit": ("利润总额", "利润", "profit"),
    "net_assets": ("净资产", "所有者权益"),
    "total_assets": ("资产总额", "总资产", "资产总计"),
    "total_cost": ("成本费用", "成本费用总额", "成本费用支出总额"),
    "rd_expense": ("研发费用", "研发投入", "研究开发费用", "研发经费", "r&d", "rd expense"),
    "rd_domestic": ("境内研发费用", "中国境内研发费用"),
    "hitech_income": ("高新技术产品服务收入", "高新收入", "高新技术产品收入", "高新技术产品（服务）收入"),
    "staff": ("职工总数", "职工人数", "从业人数", "从业人员", "员工人数", "员工总数", "人数", "employees",
              "headcount"),
    "st_staff": ("科技人员", "科技人员数", "科技活动人员", "研发人员", "研发人员数"),
}  # fmt: skip

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年度|年)?(?!\d)")
WAN_SAID = re.compile(r"万元|万人民币|10[,.]?000\s*yuan|10k", re.IGNORECASE)
YUAN_SAID = re.compile(r"单位[:：]?\s*元|[(（]\s*元\s*[)）]|yuan|cny|rmb", re.IGNORECASE)
NOISE = re.compile(r"[\s\W_]+")


def folded(text: str) -> str:
    """A header without width, case, blanks and marks."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def guess(header: str, last_year: int) -> dict[str, Any]:
    """What a column is by its header: `fact` "" when nobody can tell."""
    text = unicodedata.normalize("NFKC", header)
    said = YEAR.search(text)
    unit = WAN if WAN_SAID.search(text) else YUAN
    bare = folded(YUAN_SAID.sub("", WAN_SAID.sub("", YEAR.sub("", text))).replace("单位", ""))
    with_unit = folded(YEAR.sub("", text))
    key = names().get(bare) or names().get(with_unit) or ""
    yearly = key in FACTS and FACTS[key].yearly
    money = key in FACTS and FACTS[key].type == Type.MONEY
    year = int(said[1]) if said else last_year
    return {"fact": key, "year": year if yearly else None, "unit": unit if money else YUAN}


@cache
def names() -> dict[str, str]:
    """What each fact is called, folded."""
    found = {folded(word): key for key, words in CALLED.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {folded(str(fact.label)): key for key, fact in FACTS.items()}
    return found | {folded(key): key for key in FACTS}


def fingerprint(headers: Iterable[str]) -> str:
    """The same for files whose columns are called the same, in the same order."""
    return hashlib.sha256("\n".join(folded(header) for header in headers).encode()).hexdigest()


def guessed(columns: Columns, kept: Columns | None) -> Columns:
    """Columns as they were kept for this shape, else as their headers sound; a fact only once."""
    last_year, taken, found = timezone.localdate().year - 1, set(), []
    for at, column in enumerate(columns):
        known = {name: kept[at][name] for name in ("fact", "year", "unit")} if kept else None
        own = known or guess(column["header"], last_year)
        if own["fact"] and (own["fact"], own["year"]) in taken:
            own = {"fact": "", "year": None, "unit": YUAN}
        taken.add((own["fact"], own["year"]))
        found.append({**column, **own})
    return found


def check(columns: Columns) -> None:
    """Whether a list can be read by these columns; ValidationError with a sentence for each thing wrong."""
    errors, taken = [], set()
    for column in columns:
        key, year = column["fact"], column["year"]
        if not key:
            continue
        if (key, year) in taken:
            errors.append(_("Two columns are the same: “%(header)s”.") % {"header": column["header"]})
        taken.add((key, year))
        yearly = key in FACTS and FACTS[key].yearly
        if yearly and (year is None or not FIRST_YEAR <= year < timezone.localdate().year):
            sentence = _("“%(header)s”: name a year that is over, such as %(year)d.")
            errors.append(sentence % {"header": column["header"], "year": timezone.localdate().year - 1})
    if (CODE, None) not in taken:
        errors.append(_("Say which column holds the credit codes."))
    if len(taken) < 2:
        errors.append(_("Say of one more column at least what it holds."))
    if errors:
        raise ValidationError(errors)
