from django.db import migrations

from portal.history.operations import append_only

FORWARDS = """
CREATE FUNCTION facts_statement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.value IS NULL AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL
           AND (to_jsonb(NEW) - 'value' - 'erased_at') = (to_jsonb(OLD) - 'value' - 'erased_at') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a stated fact is never changed, only stated anew or erased';
END $$;
CREATE TRIGGER statement_stays BEFORE UPDATE OR DELETE ON facts_statement
    FOR EACH ROW EXECUTE FUNCTION facts_statement_stays();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON facts_statement
    FOR EACH STATEMENT EXECUTE FUNCTION history_append_only();
"""
BACKWARDS = """
DROP TRIGGER append_only_truncate ON facts_statement;
DROP TRIGGER statement_stays ON facts_statement;
DROP FUNCTION facts_statement_stays();
"""


class Migration(migrations.Migration):
    """Stated facts are history: a row may only lose its value, when personal data are erased."""

    dependencies = [("facts", "0001_initial"), ("history", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS), append_only("facts_verification")]
