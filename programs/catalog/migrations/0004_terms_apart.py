from django.db import migrations

# The terms go to the side table: who asks which rows have a term reads the index and rows of a few bytes.
APART = "ALTER TABLE catalog_findableprogram SET (toast_tuple_target = 128);"
TOGETHER = "ALTER TABLE catalog_findableprogram RESET (toast_tuple_target);"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_standings_and_editions")]
    operations = [migrations.RunSQL(APART, TOGETHER)]
