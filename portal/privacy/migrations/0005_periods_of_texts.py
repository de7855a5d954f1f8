from django.db import migrations

CITY = "证明送达所需；本市可调整的设置；个人信息保护法第十九条：保存期限应当为实现处理目的所必要的最短时间"
CITY_EN = "To prove delivery. A setting of the city; PIPL art. 19: no longer than the purpose needs"


def write(apps, schema_editor):
    retention = apps.get_model("privacy", "Retention")
    for kind, days in (("webhook_texts", 180), ("circular_texts", 730)):
        retention.objects.create(kind=kind, days=days, basis=CITY, basis_en=CITY_EN)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_first_periods")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
