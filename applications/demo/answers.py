"""Believable answers to any form: by kind of question, within its limits."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random
from typing import Any

from programs.forms import sources

SHORT = ("流体芯片批量检测", "低温环境可靠性试验", "样机性能测试", "关键部件失效分析", "数据接口联调")
# What a question's label asks for; the numbers and codes belong to nobody.
SHORT_BY_LABEL = {
    ("信用代码",): "12310000MADEM0011F",
    ("机构名称", "单位名称", "服务机构", "派出单位"): "申港微纳加工中心（虚构）",
    ("电话", "手机"): "021-0000 {number}",
    ("姓名", "联系人", "负责人"): "{person}",
    ("邮箱",): "contact@firm.example",
    ("编号",): "HT-2026-{number}",
    ("银行",): "演示银行上海分行",
    ("账号",): "000000000000{number}",
    ("专业",): "微电子科学与工程",
    ("地点", "地址"): "上海市嘉定区示范路1号",
}
THOUSANDS = {"营业收入": (3_000, 90_000), "申请": (20, 60), "支付": (150, 200), "": (200, 400)}
PAST = {"成立": 900, "出生": 9000, "毕业": 400, "取得": 400, "签订": 200, "完成": 110}  # days ago
NO = ("其他财政", "关联", "处罚", "失信")
LONG = (
    (
        "现有样机在连续运行七十二小时后出现漂移，需要借助平台的环境试验设备找出原因，并据此修改密封结构，"
        "预计三个月内完成两轮验证，形成可复用的试验规程。"
    ),
    "拟与服务机构共同完成材料配比试验，目标是在不提高成本的前提下把寿命提高三成，结果用于今年第四季度的定型评审。",
    "团队目前七人，其中研发五人；本项工作由研发负责人牵头，每两周与服务机构核对一次进展，形成书面记录。",
)


def answers_for(screen: dict[str, Any], random: Random, today: date, person: str) -> dict[str, Any]:
    """Answers by question key; file questions are left to attachments, computed figures to the form."""
    return {
        question["key"]: _answer(question, random, today, person)
        for section in screen["sections"]
        for question in section["questions"]
        if question["kind"] not in NOT_TYPED
    }


def file_questions(screen: dict[str, Any]) -> list[str]:
    """The keys of required file questions."""
    return [
        key
        for section in screen["sections"]
        for question in section["questions"]
        for key in _file_keys(question)
    ]


def _file_keys(question: dict[str, Any]) -> list[str]:
    if not question["required"] or question["kind"] not in ("file", "file_list"):
        return []
    if question["kind"] == "file":
        return [question["key"]]
    return [f"{question['key']}.{choice['value']}" for choice in question["choices"]]


def _answer(question: dict[str, Any], random: Random, today: date, person: str) -> Any:
    return BY_KIND[question["kind"]](question, random, today, person)


def _short(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    label = question["label"]
    for words, text in SHORT_BY_LABEL.items():
        if any(word in label for word in words):
            return text.format(person=person, number=random.randint(1000, 9999))
    return random.choice(SHORT)


def _long(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    text, least = random.choice(LONG), int(Decimal(question["minimum"] or 0))
    while len(text) < least:
        text += random.choice(LONG)
    most = question["maximum"]
    return text[: int(Decimal(most))] if most else text


def _between(question: dict[str, Any], random: Random, low: int, high: int) -> Decimal:
    least = Decimal(question["minimum"]) if question["minimum"] is not None else Decimal(low)
    limit = question["maximum"]
    most = max(min(Decimal(high), Decimal(limit)) if limit is not None else Decimal(high), least)
    return least + (most - least) * Decimal(random.randint(10, 90)) / 100


def _integer(question: dict[str, Any], random: Random, today: date, person: str) -> int:
    return int(_between(question, random, 1, 60))


def _decimal(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    return str(_between(question, random, 1, 100).quantize(Decimal("0.01")))


def _money(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    """Revenue in millions; a contract covers what was paid, of which at most 40 percent is asked for."""
    thousands = random.randint(*next(span for word, span in THOUSANDS.items() if word in question["label"]))
    amount = Decimal(thousands * 1000)
    for limit, better in ((question["minimum"], max), (question["maximum"], min)):
        amount = better(amount, Decimal(limit)) if limit is not None else amount
    return str(amount.quantize(Decimal("0.01"), ROUND_DOWN))


def _date(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    ahead = next((-ago for word, ago in PAST.items() if word in question["label"]), 30)
    return (today + timedelta(days=ahead + random.randint(0, 60))).isoformat()


def _yes_no(question: dict[str, Any], random: Random, today: date, person: str) -> bool:
    return not any(word in question["label"] for word in NO)


def _one_of(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    return random.choice(question["choices"])["value"]


def _many_of(question: dict[str, Any], random: Random, today: date, person: str) -> list[str]:
    values = [choice["value"] for choice in question["choices"]]
    least = int(Decimal(question["minimum"] or 1))
    return values[: max(least, min(2, len(values)))]


def _code(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    return "12310000MADEM0011F"


def _account(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    return f"000000000000{random.randint(1000, 9999)}"


def _region(question: dict[str, Any], random: Random, today: date, person: str) -> str:
    return "310114"


def _declaration(question: dict[str, Any], random: Random, today: date, person: str) -> bool:
    return True


def _pick(question: dict[str, Any], random: Random, today: date, person: str) -> Any:
    offered = sources.options(question["source"])
    return random.choice(offered)[0] if offered else None


def _span(question: dict[str, Any], random: Random, today: date, person: str) -> dict[str, str]:
    first = today + timedelta(days=random.randint(10, 40))
    return {"from": first.isoformat(), "to": (first + timedelta(days=random.randint(30, 300))).isoformat()}


def _block(question: dict[str, Any], random: Random, today: date, person: str) -> dict[str, Any]:
    """Identity numbers are left out: the world of the demonstration has none."""
    return {
        part["key"]: _answer(part, random, today, person)
        for part in question["parts"]
        if part["kind"] not in {*NOT_TYPED, "id_number"}
    }


def _rows(question: dict[str, Any], random: Random, today: date, person: str) -> list[dict[str, Any]]:
    least = max(2, int(Decimal(question["minimum"] or 1)))
    most = min(least, int(Decimal(question["maximum"] or least)))
    return [_block(question, random, today, person) for _row in range(most)]


def _fixed(question: dict[str, Any], random: Random, today: date, person: str) -> dict[str, Any]:
    return {choice["value"]: _block(question, random, today, person) for choice in question["choices"]}


NOT_TYPED = {"file", "file_list", "computed"}
BY_KIND = {
    "short_text": _short,
    "long_text": _long,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "yes_no": _yes_no,
    "one_of": _one_of,
    "many_of": _many_of,
    "region": _region,
    "credit_code": _code,
    "bank_number": _account,
    "declaration": _declaration,
    "pick": _pick,
    "date_range": _span,
    **dict.fromkeys(("address", "bank_account", "person"), _block),
    **dict.fromkeys(("table", "group", "milestones", "team", "indicators"), _rows),
    **dict.fromkeys(("budget", "matrix"), _fixed),
}
