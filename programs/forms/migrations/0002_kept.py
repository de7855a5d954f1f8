from django.db import migrations

from portal.history.operations import append_only

FORWARDS = """
    CREATE FUNCTION forms_used_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM forms_reference WHERE question_id = OLD.id) THEN
            RAISE EXCEPTION 'question % is used: its key and kind stay', OLD.key USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER used_question_stays BEFORE UPDATE OF key, kind ON forms_question
        FOR EACH ROW WHEN (OLD.key IS DISTINCT FROM NEW.key OR OLD.kind IS DISTINCT FROM NEW.kind)
        EXECUTE FUNCTION forms_used_question_stays();
"""
BACKWARDS = """
    DROP TRIGGER used_question_stays ON forms_question;
    DROP FUNCTION forms_used_question_stays();
"""


class Migration(migrations.Migration):
    """A version never changes; a question that is used keeps its key and kind."""

    dependencies = [("forms", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("forms_formversion"), migrations.RunSQL(FORWARDS, BACKWARDS)]
