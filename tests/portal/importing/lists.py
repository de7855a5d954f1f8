"""Lists on their way from upload to the files of organizations."""

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.importing import services, working
from tests.factories.organizations import code

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
HEAD = ["统一社会信用代码", "企业名称", "注册地", "成立日期", "注册资本（万元）", "2025年营业收入（万元）",
        "2025年职工总数"]  # fmt: skip
ONE = [code(1), "上海虚构一号科技有限公司", "嘉定区", "2019年5月6日", "500", "3,180", "36"]
TWO = [code(2), "上海虚构二号科技有限公司", "310114", date(2020, 1, 2), 100, 12.5, 8]


def csv(*rows, name="list.csv", encoding="utf-8-sig"):
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    return SimpleUploadedFile(name, text.encode(encoding))


def work():
    working.work_through_lists(NOW)


def looked_through(upload, by, **corrections):
    """The list with its columns as guessed, but for corrections by header."""
    row = services.upload(upload, by=by)
    work()
    row.refresh_from_db()
    choices = [
        {name: own[name] for name in ("fact", "year", "unit")} | corrections.get(own["header"], {})
        for own in row.columns
    ]
    services.choose(row.pk, choices, by=by)
    work()
    row.refresh_from_db()
    return row


def entered(upload, by):
    row = looked_through(upload, by)
    services.order(row.pk, by=by)
    work()
    row.refresh_from_db()
    return row


def does(row):
    return list(row.rows.order_by("number").values_list("does", flat=True))
