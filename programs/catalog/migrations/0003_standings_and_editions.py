from django.db import migrations

# A program comes with its standing; a change of a round lets it lapse (see Standing). The row is locked even
# where it has lapsed already: who works it out waits, and then sees the change.
STANDINGS = """
CREATE FUNCTION catalog_standing_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_standing (program_id, lead_id, rank, nearness, since, until)
        VALUES (NEW.id, NULL, 3, NULL, '1900-01-01 00:00:00+00', '1900-01-01 00:00:00+00');
    RETURN NULL;
END
$$;
CREATE TRIGGER standing_begins AFTER INSERT ON catalog_program
    FOR EACH ROW EXECUTE FUNCTION catalog_standing_begins();

CREATE FUNCTION catalog_standing_lapses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE catalog_standing SET until = '1900-01-01 00:00:00+00' WHERE program_id = OLD.program_id;
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.program_id <> OLD.program_id) THEN
        UPDATE catalog_standing SET until = '1900-01-01 00:00:00+00' WHERE program_id = NEW.program_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER standing_lapses AFTER INSERT OR DELETE ON catalog_round
    FOR EACH ROW EXECUTE FUNCTION catalog_standing_lapses();
CREATE TRIGGER standing_lapses_update AFTER UPDATE OF program_id, status, opens_at, closes_at ON catalog_round
    FOR EACH ROW EXECUTE FUNCTION catalog_standing_lapses();
"""
NO_STANDINGS = """
DROP TRIGGER standing_lapses_update ON catalog_round;
DROP TRIGGER standing_lapses ON catalog_round;
DROP FUNCTION catalog_standing_lapses();
DROP TRIGGER standing_begins ON catalog_program;
DROP FUNCTION catalog_standing_begins();
"""
# Without a round, a program's place among the others comes from the documents of its clauses.
LAPSES = """
CREATE TRIGGER standing_lapses AFTER INSERT OR UPDATE OR DELETE ON catalog_program_clauses
    FOR EACH ROW EXECUTE FUNCTION catalog_standing_lapses();

CREATE FUNCTION catalog_standing_lapses_of_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog_standing SET until = '1900-01-01 00:00:00+00' WHERE lead_id IS NULL AND program_id IN (
        SELECT resting.program_id FROM catalog_program_clauses resting
        JOIN policies_clause clause ON clause.id = resting.clause_id WHERE clause.document_id = NEW.id
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER standing_lapses AFTER UPDATE OF level, provenance ON policies_policydocument
    FOR EACH ROW EXECUTE FUNCTION catalog_standing_lapses_of_document();
"""
STAYS = """
DROP TRIGGER standing_lapses ON policies_policydocument;
DROP FUNCTION catalog_standing_lapses_of_document();
DROP TRIGGER standing_lapses ON catalog_program_clauses;
"""
# What is worked out from these tables is kept in memory as long as the edition of the catalog stays.
TABLES = ("catalog_program", "catalog_program_clauses", "catalog_round", "catalog_condition")
EDITIONS = """
CREATE FUNCTION catalog_edition_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_edition DEFAULT VALUES;
    RETURN NULL;
END
$$;
""" + "".join(
    f"""
CREATE TRIGGER edition_counts AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION catalog_edition_counts();
"""
    for table in TABLES
)
NO_EDITIONS = (
    "".join(f"DROP TRIGGER edition_counts ON {table};\n" for table in TABLES)
    + "DROP FUNCTION catalog_edition_counts();"
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_kept"), ("policies", "0001_initial")]
    operations = [
        migrations.RunSQL(STANDINGS, NO_STANDINGS),
        migrations.RunSQL(LAPSES, STAYS),
        migrations.RunSQL(EDITIONS, NO_EDITIONS),
    ]
