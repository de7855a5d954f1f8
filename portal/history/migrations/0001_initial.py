from django.db import migrations

# Refuses every change of a row, except that `portal.history.services.erase` may empty payload and salt.
FUNCTION = """
CREATE FUNCTION history_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('kechuang.erasing', true) = 'on'
        AND to_jsonb(NEW) - 'payload' - 'salt' = to_jsonb(OLD) - 'payload' - 'salt'
        AND to_jsonb(NEW) ->> 'payload' IS NULL AND to_jsonb(NEW) ->> 'salt' = ''
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION history_append_only()")]
