from django.db import migrations

from portal.history.operations import append_only

# What was released stays as it was read: the words of a notice and of its lines. Its state goes on, and of its
# lines what the workflow was told.
KEPT = """
CREATE FUNCTION notices_words_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR NEW.state = 'draft'
        OR ROW(NEW.round_id, NEW.ranking_id, NEW.kind, NEW.corrects_id, NEW.title, NEW.text, NEW.contact,
               NEW.days, NEW.feedback, NEW.from_on, NEW.until_on, NEW.prepared_by_id, NEW.released_at,
               NEW.released_by_id)
        IS DISTINCT FROM
           ROW(OLD.round_id, OLD.ranking_id, OLD.kind, OLD.corrects_id, OLD.title, OLD.text, OLD.contact,
               OLD.days, OLD.feedback, OLD.from_on, OLD.until_on, OLD.prepared_by_id, OLD.released_at,
               OLD.released_by_id))
    THEN
        RAISE EXCEPTION 'A released notice does not change; release a correction.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER words_kept BEFORE UPDATE OR DELETE ON notices_notice
    FOR EACH ROW EXECUTE FUNCTION notices_words_kept();

CREATE FUNCTION notices_lines_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM notices_notice
        WHERE state <> 'draft' AND id = CASE TG_OP WHEN 'INSERT' THEN NEW.notice_id ELSE OLD.notice_id END
    ) AND (TG_OP <> 'UPDATE'
        OR ROW(NEW.notice_id, NEW.application_id, NEW.position, NEW.unit, NEW.project, NEW.leader,
               NEW.recommender, NEW.amount)
        IS DISTINCT FROM
           ROW(OLD.notice_id, OLD.application_id, OLD.position, OLD.unit, OLD.project, OLD.leader,
               OLD.recommender, OLD.amount))
    THEN
        RAISE EXCEPTION 'A released notice does not change; release a correction.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER lines_kept BEFORE INSERT OR UPDATE OR DELETE ON notices_noticeline
    FOR EACH ROW EXECUTE FUNCTION notices_lines_kept();
"""
NOT_KEPT = """
DROP TRIGGER lines_kept ON notices_noticeline;
DROP FUNCTION notices_lines_kept();
DROP TRIGGER words_kept ON notices_notice;
DROP FUNCTION notices_words_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("history", "0002_erase")]
    operations = [
        append_only("notices_noticeevent"),
        append_only("notices_objectionevent"),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
