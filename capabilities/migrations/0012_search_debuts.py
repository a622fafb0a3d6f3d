"""Have the database keep since when each resource is found as it is; wall saved searches off."""

from django.db import migrations

from portal.policies import PERSON, wall

# The moment is that of the transaction: a resource and its links, written one after the other, come
# into view as one. What a row is filtered by is told by its tokens, but for the month of evidence.
DEBUTS = """
ALTER FUNCTION capabilities_search_refresh(bigint[]) RENAME TO capabilities_search_rewrite;
CREATE FUNCTION capabilities_search_debut(ids bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    INSERT INTO capabilities_searchdebut AS d
        (resource_id, what, since_0, since_1, since_2, since_3)
    SELECT s.resource_id, hashtextextended((
            SELECT coalesce(string_agg(t, ' ' ORDER BY t COLLATE "C"), '')
            FROM unnest(s.tokens) t WHERE t NOT LIKE 'h:%'
        ), 0),
        CASE WHEN s.label <= 0 THEN now() END, CASE WHEN s.label <= 1 THEN now() END,
        CASE WHEN s.label <= 2 THEN now() END, now()
    FROM capabilities_searchrow s WHERE s.resource_id = ANY(ids)
    ORDER BY s.resource_id
    ON CONFLICT (resource_id) DO UPDATE SET what = excluded.what,
        since_0 = CASE WHEN excluded.since_0 IS NULL THEN NULL WHEN d.what = excluded.what
            THEN coalesce(d.since_0, excluded.since_0) ELSE excluded.since_0 END,
        since_1 = CASE WHEN excluded.since_1 IS NULL THEN NULL WHEN d.what = excluded.what
            THEN coalesce(d.since_1, excluded.since_1) ELSE excluded.since_1 END,
        since_2 = CASE WHEN excluded.since_2 IS NULL THEN NULL WHEN d.what = excluded.what
            THEN coalesce(d.since_2, excluded.since_2) ELSE excluded.since_2 END,
        since_3 = CASE WHEN d.what = excluded.what
            THEN coalesce(d.since_3, excluded.since_3) ELSE excluded.since_3 END;
    DELETE FROM capabilities_searchdebut d WHERE d.resource_id = ANY(ids) AND NOT EXISTS (
        SELECT FROM capabilities_searchrow s WHERE s.resource_id = d.resource_id);
$$;
CREATE FUNCTION capabilities_search_refresh(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM capabilities_search_rewrite(ids);
    PERFORM capabilities_search_debut(ids);
END $$;
"""
# Whatever is committed later than this call has a later moment than it returns: transactions that
# are under way have begun after it. The second covers the time that one takes to say that it has.
SETTLED = """
CREATE FUNCTION capabilities_settled() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT least(clock_timestamp(), min(xact_start)) - interval '1 second'
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
$$;
"""
BACKWARD = """
DROP FUNCTION capabilities_settled();
DROP FUNCTION capabilities_search_refresh(bigint[]);
DROP FUNCTION capabilities_search_debut(bigint[]);
ALTER FUNCTION capabilities_search_rewrite(bigint[]) RENAME TO capabilities_search_refresh;
"""
FILL = "SELECT capabilities_search_debut(array_agg(id)) FROM capabilities_resource;"


class Migration(migrations.Migration):
    dependencies = [
        ("capabilities", "0011_saved_searches"),
        ("portal", "0004_reader_role"),
    ]

    operations = [
        migrations.RunSQL(DEBUTS + SETTLED, BACKWARD),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        wall("capabilities_savedsearch", f"user_id = {PERSON}"),
    ]
