from django.db import migrations

from portal.history.operations import append_only

# Whoever has a conflict is never assigned, whatever code asks; a recusal is always possible.
FORWARDS = """
CREATE FUNCTION panels_refuse_conflict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'recused' AND EXISTS (
        SELECT FROM panels_conflict
        WHERE application_id = NEW.application_id AND expert_id = NEW.expert_id AND panel_id = NEW.panel_id
    ) THEN
        RAISE EXCEPTION 'This expert has a conflict of interest with this application.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_without_conflict';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_without_conflict
    BEFORE INSERT OR UPDATE OF application_id, expert_id, panel_id, state ON panels_assignment
    FOR EACH ROW EXECUTE FUNCTION panels_refuse_conflict();

CREATE FUNCTION panels_rubric_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.rubric_id ELSE NEW.rubric_id END;
BEGIN
    IF EXISTS (SELECT FROM panels_rubric WHERE id = touched AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'A published rubric does not change.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rubric_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER rubric_stays BEFORE INSERT OR UPDATE OR DELETE ON panels_criterion
    FOR EACH ROW EXECUTE FUNCTION panels_rubric_stays();
"""
BACKWARDS = """
DROP TRIGGER rubric_stays ON panels_criterion;
DROP FUNCTION panels_rubric_stays();
DROP TRIGGER assignment_without_conflict ON panels_assignment;
DROP FUNCTION panels_refuse_conflict();
"""


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial"), ("history", "0001_initial")]

    operations = [
        append_only("panels_panelevent"),
        append_only("panels_reviewversion"),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
