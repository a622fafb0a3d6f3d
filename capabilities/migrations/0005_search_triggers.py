"""Have the database keep what the directory is searched by, in the transaction of each change."""

from django.db import migrations

# Locks the resources first: of two changes at once the second works from what the first left.
REFRESH = """
CREATE FUNCTION capabilities_search_refresh(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM 1 FROM capabilities_resource WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM capabilities_searchrow WHERE resource_id = ANY(ids);
    WITH gone AS (
        DELETE FROM capabilities_searchplace WHERE resource_id = ANY(ids) RETURNING label, slot
    )
    INSERT INTO capabilities_searchgap (label, slot)
    SELECT label, slot FROM gone WHERE slot IS NOT NULL;

    WITH source AS (
        SELECT r.*, greatest(r.tlp, p.tlp) AS label, p.name AS provider_name, p.aliases,
            p.type AS provider_type,
            array_remove(ARRAY[r.owner_id, p.owner_id] || r.shared_with || p.shared_with, NULL)
                AS organisations
        FROM capabilities_resource r JOIN capabilities_provider p ON p.id = r.provider_id
        WHERE r.id = ANY(ids) AND r.tlp < 4 AND p.tlp < 4
    ), about AS (
        SELECT s.id,
            coalesce(string_agg(a.code || ' ' || a.name || ' ' || coalesce(g.name, ''), ' '), '')
                AS areas,
            coalesce(string_agg(f.words, ' '), '') AS frameworks,
            array_agg(DISTINCT 'd:' || a.code) FILTER (WHERE a.id IS NOT NULL)
                || array_agg(DISTINCT 'a:' || a.code) FILTER (WHERE a.id IS NOT NULL)
                || array_agg(DISTINCT 'a:' || g.code) FILTER (WHERE g.id IS NOT NULL) AS tokens
        FROM source s
        LEFT JOIN capabilities_resource_areas l ON l.resource_id = s.id
        LEFT JOIN capabilities_capabilityarea a ON a.id = l.capabilityarea_id
        LEFT JOIN capabilities_capabilityarea g ON g.id = a.parent_id
        LEFT JOIN LATERAL (
            SELECT string_agg(r.code || ' ' || r.title, ' ') AS words
            FROM capabilities_frameworkreference r
            WHERE r.area_id = a.id AND r.relation <> 'not_related'
        ) f ON true
        GROUP BY s.id
    ), links AS (
        SELECT id, array_agg(DISTINCT token) AS tokens FROM (
            SELECT l.resource_id, 'w:' || r.framework || '|' || r.code
            FROM capabilities_resource_areas l
            JOIN capabilities_frameworkreference r ON r.area_id = l.capabilityarea_id
            WHERE l.resource_id = ANY(ids) AND r.relation <> 'not_related'
            UNION ALL
            SELECT l.resource_id, 'r:' || c.iso3 FROM capabilities_resource_eligible_countries l
            JOIN capabilities_country c ON c.id = l.country_id WHERE l.resource_id = ANY(ids)
            UNION ALL
            SELECT l.resource_id, 'g:' || g.code FROM capabilities_resource_eligible_groups l
            JOIN capabilities_countrygroup g ON g.id = l.countrygroup_id
            WHERE l.resource_id = ANY(ids)
            UNION ALL
            SELECT l.resource_id, 'x:' || c.iso3 FROM capabilities_resource_excluded_countries l
            JOIN capabilities_country c ON c.id = l.country_id WHERE l.resource_id = ANY(ids)
        ) t (id, token) GROUP BY id
    ), fresh AS (
        INSERT INTO capabilities_searchrow
            (resource_id, label, organisations, sort_key, public_id, tokens, title, words)
        SELECT s.id, s.label, s.organisations, left(lower(unaccent(s.name)), 200), s.public_id,
            (SELECT array_agg(DISTINCT t) FROM unnest(
                about.tokens || links.tokens
                || (SELECT array_agg('k:' || k) FROM unnest(s.kinds) k)
                || CASE WHEN cardinality(s.modes) = 0 THEN ARRAY['m:not_stated']
                   ELSE (SELECT array_agg('m:' || m) FROM unnest(s.modes) m) END
                || CASE WHEN s.language_rule <> 'named' THEN ARRAY['l:' || s.language_rule]
                   ELSE (SELECT array_agg('l:' || l) FROM unnest(s.languages) l) END
                || CASE WHEN s.eligibility <> 'named' THEN ARRAY['r:*'] END
                || CASE WHEN s.starts IS NOT NULL
                   THEN ARRAY['b:' || to_char(s.starts, 'YYYY-MM')] END
                || CASE WHEN s.ends IS NOT NULL THEN ARRAY['e:' || to_char(s.ends, 'YYYY-MM')] END
                || ARRAY['p:' || s.provider_type, 'c:' || s.cost, 'v:' || s.verification,
                    'h:' || coalesce(to_char(s.last_verified, 'YYYY-MM'), 'never')]
            ) t),
            w.title,
            w.title || setweight(to_tsvector('portal', about.areas), 'C')
                || setweight(to_tsvector('portal', about.frameworks || ' ' || s.description), 'D')
        FROM source s JOIN about ON about.id = s.id LEFT JOIN links ON links.id = s.id,
        LATERAL (SELECT setweight(to_tsvector('portal', s.name), 'A') || setweight(
            to_tsvector('portal', s.provider_name || ' ' || array_to_string(s.aliases, ' ')), 'B'
        ) AS title) w
        RETURNING resource_id, label
    ), placed AS (
        INSERT INTO capabilities_searchplace (resource_id, label) SELECT resource_id, label FROM fresh
    )
    INSERT INTO capabilities_searchword (word)
    SELECT DISTINCT word FROM fresh JOIN source s ON s.id = fresh.resource_id
    JOIN about ON about.id = s.id, unnest(tsvector_to_array(to_tsvector('portal_words',
        s.name || ' ' || s.provider_name || ' ' || array_to_string(s.aliases, ' ') || ' '
        || about.areas || ' ' || s.description))) word
    WHERE fresh.label = 0 AND word ~ '^[[:alpha:]]{4,40}$'
    ORDER BY word ON CONFLICT DO NOTHING;
END $$;
"""
OCCASIONS = """
CREATE FUNCTION capabilities_search_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capabilities_search_refresh(array_agg(DISTINCT id)) FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION capabilities_search_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capabilities_search_refresh(array_agg(DISTINCT resource_id)) FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION capabilities_search_providers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capabilities_search_refresh(array_agg(r.id))
    FROM changed c JOIN capabilities_resource r ON r.provider_id = c.id;
    RETURN NULL;
END $$;
CREATE FUNCTION capabilities_search_areas() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capabilities_search_refresh(array_agg(DISTINCT l.resource_id))
    FROM capabilities_resource_areas l
    JOIN capabilities_capabilityarea a ON a.id = l.capabilityarea_id
    JOIN changed c ON c.id IN (a.id, a.parent_id);
    RETURN NULL;
END $$;
CREATE FUNCTION capabilities_search_references() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capabilities_search_refresh(array_agg(DISTINCT l.resource_id))
    FROM capabilities_resource_areas l JOIN changed c ON c.area_id = l.capabilityarea_id;
    RETURN NULL;
END $$;
CREATE FUNCTION capabilities_search_memberships() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO capabilities_searchgap (label, slot) VALUES (-1, 0);
    RETURN NULL;
END $$;
"""
ON = """
CREATE TRIGGER {name}_{event} AFTER {event} ON {table} REFERENCING {which} TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION capabilities_search_{function}();
"""
WATCHED = [
    ("capabilities_resource", "rows", ("INSERT", "UPDATE", "DELETE")),
    ("capabilities_provider", "providers", ("UPDATE",)),
    ("capabilities_resource_areas", "links", ("INSERT", "DELETE")),
    ("capabilities_resource_eligible_countries", "links", ("INSERT", "DELETE")),
    ("capabilities_resource_eligible_groups", "links", ("INSERT", "DELETE")),
    ("capabilities_resource_excluded_countries", "links", ("INSERT", "DELETE")),
    ("capabilities_capabilityarea", "areas", ("UPDATE",)),
    ("capabilities_frameworkreference", "references", ("INSERT", "UPDATE", "DELETE")),
]
OCCASIONS += "".join(
    ON.format(
        name=f"search_{function}",
        event=event,
        table=table,
        which="OLD" if event == "DELETE" else "NEW",
        function=function,
    )
    for table, function, events in WATCHED
    for event in events
)
OCCASIONS += """
CREATE TRIGGER search_memberships AFTER INSERT OR UPDATE OR DELETE ON capabilities_membership
    FOR EACH STATEMENT EXECUTE FUNCTION capabilities_search_memberships();
"""
FUNCTIONS = ("rows", "links", "providers", "areas", "references", "memberships")
BACKWARD = "".join(f"DROP FUNCTION capabilities_search_{name}() CASCADE;" for name in FUNCTIONS)
BACKWARD += "DROP FUNCTION capabilities_search_refresh(bigint[]);"


class Migration(migrations.Migration):
    replaces = [
        ("capabilities", "0017_search_triggers"),
    ]
    dependencies = [("capabilities", "0004_search_tables")]

    operations = [migrations.RunSQL(REFRESH + OCCASIONS, BACKWARD)]
