"""Fold rows into bits, by which any combination of filters is counted."""

from django.db import migrations

# A block of 15 360 slots, a bit each, fills a quarter of a page of PostgreSQL.
# Countries are written as a reader asks for them (R): what is open to all or to a group is open to
# each country of it that is not left out.
BLOCK = """
CREATE FUNCTION capabilities_search_block(of_label integer, of_block integer, day date)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    nothing CONSTANT bit(15360) := repeat('0', 15360)::bit(15360);
BEGIN
    DELETE FROM capabilities_facetbits WHERE label = of_label AND block = of_block;
    WITH raw AS MATERIALIZED (
        SELECT t.token, bit_or(set_bit(nothing, p.slot % 15360, 1)) AS bits
        FROM capabilities_searchplace p
        JOIN capabilities_searchrow s ON s.resource_id = p.resource_id AND s.label = of_label,
        unnest(s.tokens || '*'::varchar) t (token)
        WHERE p.label = of_label
            AND p.slot BETWEEN of_block * 15360 AND of_block * 15360 + 15359
        GROUP BY t.token
    ), reach AS (
        SELECT c.iso3, 'r:' || c.iso3 AS token FROM capabilities_country c
        UNION ALL SELECT c.iso3, 'r:*' FROM capabilities_country c
        UNION ALL SELECT c.iso3, 'g:' || g.code FROM capabilities_membership m
        JOIN capabilities_country c ON c.id = m.country_id
        JOIN capabilities_countrygroup g ON g.id = m.group_id
        WHERE (m.start IS NULL OR m.start <= day) AND (m."end" IS NULL OR m."end" >= day)
    ), made (token, bits) AS (
        SELECT token, bits FROM raw WHERE left(token, 1) NOT IN ('r', 'g', 'x', 'd')
        UNION ALL
        SELECT 'R:' || o.iso3, o.bits & ~coalesce(x.bits, nothing) FROM (
            SELECT reach.iso3, bit_or(raw.bits) AS bits FROM reach JOIN raw USING (token)
            GROUP BY reach.iso3
        ) o LEFT JOIN raw x ON x.token = 'x:' || o.iso3
    )
    INSERT INTO capabilities_facetbits (label, block, token, bits, number)
    SELECT of_label, of_block, token, bits, bit_count(bits) FROM made WHERE bits <> nothing;
END $$;
"""
FOLD = """
CREATE FUNCTION capabilities_search_fold(most integer, day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    one integer;
    free integer[];
    taken integer[];
    top integer;
    everywhere boolean;
    folded integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('capabilities_search_fold')) THEN
        RETURN 0;
    END IF;
    WITH told AS (DELETE FROM capabilities_searchgap WHERE label = -1 RETURNING 1)
    SELECT count(*) > 0 INTO everywhere FROM told;
    FOR one IN 0..3 LOOP
        WITH gone AS (DELETE FROM capabilities_searchgap WHERE label = one RETURNING slot)
        SELECT coalesce(array_agg(slot ORDER BY slot), '{}') INTO free FROM gone;
        SELECT coalesce(max(slot), -1) INTO top FROM capabilities_searchplace WHERE label = one;
        top := greatest(top, free[cardinality(free)]);
        WITH new AS (
            SELECT resource_id, (row_number() OVER (ORDER BY resource_id))::integer AS number FROM (
                SELECT resource_id FROM capabilities_searchplace
                WHERE label = one AND slot IS NULL LIMIT most FOR UPDATE SKIP LOCKED
            ) rows
        ), placed AS (
            UPDATE capabilities_searchplace p
            SET slot = coalesce(free[new.number], top + new.number - cardinality(free))
            FROM new WHERE p.resource_id = new.resource_id RETURNING slot
        )
        SELECT coalesce(array_agg(slot), '{}') INTO taken FROM placed;
        folded := folded + cardinality(taken);
        PERFORM capabilities_search_block(one, block, day) FROM (
            SELECT DISTINCT slot / 15360 AS block FROM unnest(free || taken) slot
            UNION
            SELECT generate_series(0, (SELECT max(slot) FROM capabilities_searchplace
                WHERE label = one) / 15360) WHERE everywhere
        ) blocks;
    END LOOP;
    RETURN folded;
END $$;
"""
BACKWARD = """
DROP FUNCTION capabilities_search_fold(integer, date);
DROP FUNCTION capabilities_search_block(integer, integer, date);
"""


class Migration(migrations.Migration):
    replaces = [
        ("capabilities", "0018_search_bits"),
    ]
    dependencies = [("capabilities", "0005_search_triggers")]

    operations = [migrations.RunSQL(BLOCK + FOLD, BACKWARD)]
