from django.db import migrations

CITY = "本市可调整的设置；个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间"
CITY_EN = "A setting of the city; PIPL art. 19: no longer than the purpose needs"
PERIODS = [
    ("discarded_drafts", 180, "未提交即作废，不再需要；" + CITY, "Never handed in, no longer needed. " + CITY_EN),
    ("ended_numbers", 1095, "办结后三年，供核查重复享受；" + CITY, "Three years after the end, to check double support. " + CITY_EN),
    ("messages", 730, CITY, CITY_EN),
    ("deliveries", 365, "证明送达所需；" + CITY, "To prove delivery. " + CITY_EN),
    ("access_log", 1095, "供审计和被查阅者查询；" + CITY, "For the auditor and the persons concerned. " + CITY_EN),
    ("sessions", 1, CITY, CITY_EN),
    ("closed_accounts", 1095, "证明曾经同意和申请注销；" + CITY, "To prove consent and the wish to close. " + CITY_EN),
    ("webhook_texts", 180, "证明送达所需；" + CITY, "To prove delivery. " + CITY_EN),
    ("circular_texts", 730, "证明送达所需；" + CITY, "To prove delivery. " + CITY_EN),
    ("objectors", 1825, "供审计和复核；" + CITY, "For the auditor and a second look. " + CITY_EN),
    ("past_names", 1825, "核查以往申报所需；" + CITY, "To check past applications. " + CITY_EN),
    ("removed_documents", 1095, "核查以往申报所需；" + CITY, "To check past applications. " + CITY_EN),
    ("unused_files", 30, "没有任何记录引用；" + CITY, "Nothing refers to them. " + CITY_EN),
]


def write(apps, schema_editor):
    retention = apps.get_model("privacy", "Retention")
    for kind, days, basis, basis_en in PERIODS:
        retention.objects.create(kind=kind, days=days, basis=basis, basis_en=basis_en)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_first_notices")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
