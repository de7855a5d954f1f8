from django.db import migrations

from portal.history.operations import append_only

PIN = """
    CREATE FUNCTION review_checkpoint_pinned() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND EXISTS (
            SELECT 1 FROM catalog_round WHERE id = OLD.round_id AND status = 'published'
        ) OR TG_OP <> 'DELETE' AND EXISTS (
            SELECT 1 FROM catalog_round WHERE id = NEW.round_id AND status = 'published'
        ) THEN
            RAISE EXCEPTION 'The points of a published round do not change.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'check_point_pinned';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END $$;
    CREATE TRIGGER check_point_pinned BEFORE INSERT OR UPDATE OR DELETE ON review_checkpoint
        FOR EACH ROW EXECUTE FUNCTION review_checkpoint_pinned();
"""
UNPIN = """
    DROP TRIGGER check_point_pinned ON review_checkpoint;
    DROP FUNCTION review_checkpoint_pinned();
"""


class Migration(migrations.Migration):
    """Publishing a round pins the points of its formal check; notes of officials are never changed."""

    dependencies = [
        ("review", "0001_initial"),
        ("history", "0001_initial"),
    ]
    operations = [migrations.RunSQL(PIN, UNPIN), append_only("review_internalnote")]
