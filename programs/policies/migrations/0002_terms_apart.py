from django.db import migrations

# The terms go to the side table: who asks which rows have a term reads the index and rows of a few bytes.
TABLES = ("policies_findabledocument", "policies_findableclause")
APART = "".join(f"ALTER TABLE {table} SET (toast_tuple_target = 128);\n" for table in TABLES)
TOGETHER = "".join(f"ALTER TABLE {table} RESET (toast_tuple_target);\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunSQL(APART, TOGETHER)]
