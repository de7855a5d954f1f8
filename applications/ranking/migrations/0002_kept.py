from django.db import migrations

from portal.history.operations import append_only

# Once the meeting has fixed a list, neither its settings nor its places change.
KEPT = """
CREATE FUNCTION ranking_list_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'fixed' THEN
        RAISE EXCEPTION 'A list fixed by a meeting does not change.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER list_kept BEFORE UPDATE OR DELETE ON ranking_ranking
    FOR EACH ROW EXECUTE FUNCTION ranking_list_kept();

CREATE FUNCTION ranking_places_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ranking_ranking
        WHERE state = 'fixed' AND id = CASE TG_OP WHEN 'INSERT' THEN NEW.ranking_id ELSE OLD.ranking_id END
    ) THEN
        RAISE EXCEPTION 'A list fixed by a meeting does not change.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER places_kept BEFORE INSERT OR UPDATE OR DELETE ON ranking_place
    FOR EACH ROW EXECUTE FUNCTION ranking_places_kept();
"""
NOT_KEPT = """
DROP TRIGGER places_kept ON ranking_place;
DROP FUNCTION ranking_places_kept();
DROP TRIGGER list_kept ON ranking_ranking;
DROP FUNCTION ranking_list_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("ranking", "0001_initial"), ("history", "0002_erase")]
    operations = [
        append_only("ranking_rankingevent"),
        append_only("ranking_meeting"),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
