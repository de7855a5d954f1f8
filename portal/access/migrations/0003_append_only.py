from django.db import migrations

# Nobody changes an entry; entries older than half a year (the least the cybersecurity law asks to keep, article
# 21) may be erased, and only through access_purge_before, which runs with the rights of the table's owner.
FORWARDS = """
CREATE FUNCTION access_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('kechuang.purging', true) = 'on'
        AND OLD.at < now() - interval '180 days'
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON access_entry
    FOR EACH ROW EXECUTE FUNCTION access_entry_guard();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON access_entry
    FOR EACH STATEMENT EXECUTE FUNCTION access_entry_guard();
CREATE FUNCTION access_purge_before(moment timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    erased bigint;
BEGIN
    PERFORM set_config('kechuang.purging', 'on', true);
    DELETE FROM access_entry WHERE at < moment;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('kechuang.purging', 'off', true);
    RETURN erased;
END
$$;
"""
BACKWARDS = """
DROP FUNCTION access_purge_before(timestamptz);
DROP TRIGGER append_only_row ON access_entry;
DROP TRIGGER append_only_truncate ON access_entry;
DROP FUNCTION access_entry_guard();
"""


class Migration(migrations.Migration):
    """Who looked at what is never changed."""

    dependencies = [("access", "0002_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
