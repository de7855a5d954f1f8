from django.db import migrations

from portal.history.operations import append_only

# Which stages a round has on, kept at the round; once it is published they change no more. The update of the
# round waits for somebody who is publishing it, and then finds it published.
KEPT = """
CREATE FUNCTION catalog_stages_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stages_on := COALESCE(
        (SELECT array_agg(stage ORDER BY id) FROM catalog_roundstage WHERE round_id = NEW.id), '{}');
    RETURN NEW;
END
$$;
CREATE TRIGGER stages_kept BEFORE INSERT OR UPDATE OF stages_on ON catalog_round
    FOR EACH ROW EXECUTE FUNCTION catalog_stages_kept();

CREATE FUNCTION catalog_stages_pinned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_round bigint;
BEGIN
    FOR of_round IN
        SELECT DISTINCT id FROM unnest(ARRAY[
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.round_id END,
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.round_id END
        ]) AS id WHERE id IS NOT NULL
    LOOP
        UPDATE catalog_round SET stages_on = stages_on WHERE id = of_round AND status = 'draft';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'The stages of a published round do not change.' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER stages_pinned AFTER INSERT OR UPDATE OR DELETE ON catalog_roundstage
    FOR EACH ROW EXECUTE FUNCTION catalog_stages_pinned();
CREATE TRIGGER levels_pinned AFTER INSERT OR UPDATE OR DELETE ON catalog_approvallevel
    FOR EACH ROW EXECUTE FUNCTION catalog_stages_pinned();
"""
NOT_KEPT = """
DROP TRIGGER levels_pinned ON catalog_approvallevel;
DROP TRIGGER stages_pinned ON catalog_roundstage;
DROP FUNCTION catalog_stages_pinned();
DROP TRIGGER stages_kept ON catalog_round;
DROP FUNCTION catalog_stages_kept();
"""


class Migration(migrations.Migration):
    """How a deadline moved and why never changes afterwards, nor do the stages of a published round."""

    dependencies = [("catalog", "0001_initial"), ("history", "0001_initial")]
    operations = [append_only("catalog_roundchange"), migrations.RunSQL(KEPT, NOT_KEPT)]
