from django.db import migrations

# In production the portal's database role may not change events. It may call this, which runs as their
# owner, and which the trigger keeps from doing anything but emptying payload and salt.
FUNCTION = """
CREATE FUNCTION history_erase(events regclass, ids bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE erased bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = events AND tgname = 'append_only_row') THEN
        RAISE EXCEPTION '% holds no history', events USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('kechuang.erasing', 'on', true);
    EXECUTE format('UPDATE %s SET payload = NULL, salt = '''' WHERE id = ANY ($1)', events) USING ids;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('kechuang.erasing', 'off', true);
    RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION history_erase(regclass, bigint[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION history_erase(regclass, bigint[])")]
