"""A form with a question of every kind, and answers that fit."""

from typing import Any

from programs.forms.models import Form, Question, Section
from tests.factories.accounts import region
from tests.factories.forms import ChoiceFactory, FormFactory, QuestionFactory, SectionFactory

WORDS = {
    "yes_no": "是否已获其他资金支持",
    "many_of": "技术领域",
    "decimal": "研发投入占比",
    "date": "签订日期",
    "region": "注册所在区",
    "credit_code": "服务机构信用代码",
    "bank_number": "退款账号",
    "declaration": "以上内容属实",
    "pick": "主管部门",
    "address": "通讯地址",
    "bank_account": "收款账户",
    "person": "项目联系人",
    "date_range": "服务期限",
    "table": "服务预算",
    "group": "合作单位",
    "milestones": "里程碑",
    "team": "团队成员",
    "indicators": "绩效指标",
    "budget": "经费预算",
    "matrix": "设备状况",
    "file_list": "证明材料",
}
CHOSEN = {
    "many_of": ("微纳", "生物"),
    "budget": ("设备费", "材料费"),
    "matrix": ("光刻机", "键合机"),
    "file_list": ("合同", "发票"),
}


def part(parent: Question, key: str, kind: str, label: str, position: int, **more: Any) -> Question:
    """A column of a table, a field of a block."""
    return QuestionFactory(
        section=parent.section, parent=parent, key=key, kind=kind, label=label, position=position, **more
    )


def every_new_kind(form: Form | None = None) -> Form:
    """A section with the kinds that have parts, lists and codes."""
    region("310000")
    region("310114")
    form = form or FormFactory(complete=True)
    section = SectionFactory(form=form, key="kinds", title="各类问题", position=9)
    for position, (key, label) in enumerate(WORDS.items()):
        _question(section, key, label, position)
    return form


def _question(section: Section, kind: str, label: str, position: int) -> None:
    more = {"source": "departments"} if kind == "pick" else {}
    row = QuestionFactory(section=section, key=kind, kind=kind, label=label, position=position, **more)
    for number, words in enumerate(CHOSEN.get(kind, ()), 1):
        ChoiceFactory(question=row, value=f"c{number}", label=words)
    if kind == "table":
        part(row, "name", "short_text", "服务内容", 1)
        chosen = part(row, "kind", "one_of", "类别", 2, required=False)
        ChoiceFactory(question=chosen, value="testing", label="检验检测")
        ChoiceFactory(question=chosen, value="design", label="委托开发")
        part(row, "cost", "money", "合同金额", 3, money_unit="yuan", total=True)
    elif kind == "group":
        part(row, "name", "short_text", "单位名称", 1)
        part(row, "work", "long_text", "承担工作", 2, required=False)
    elif kind == "matrix":
        part(row, "state", "short_text", "状况", 1)
