"""Other names of resources: kept, recorded, searched by, and suggested as somebody writes."""

from importlib import import_module

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

REWRITE = """
CREATE OR REPLACE FUNCTION capabilities_search_rewrite(ids bigint[]) RETURNS void
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
        SELECT r.*, greatest(r.tlp, p.tlp) AS label, p.name AS provider_name,
            p.aliases AS provider_aliases, p.type AS provider_type,
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
            (resource_id, label, organisations, sort_key, also, public_id, tokens, title, words)
        SELECT s.id, s.label, s.organisations, left(lower(unaccent(s.name)), 200),
            (SELECT coalesce(string_agg('|' || lower(unaccent(n)), ''), '') FROM unnest(s.aliases) n),
            s.public_id,
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
            to_tsvector('portal', array_to_string(
                s.aliases || s.provider_name || s.provider_aliases, ' '
            )), 'B'
        ) AS title) w
        RETURNING resource_id, label
    ), placed AS (
        INSERT INTO capabilities_searchplace (resource_id, label) SELECT resource_id, label FROM fresh
    )
    INSERT INTO capabilities_searchword (word)
    SELECT DISTINCT word FROM fresh JOIN source s ON s.id = fresh.resource_id
    JOIN about ON about.id = s.id, unnest(tsvector_to_array(to_tsvector('portal_words',
        array_to_string(s.name || s.aliases || s.provider_name || s.provider_aliases, ' ')
        || ' ' || about.areas || ' ' || s.description))) word
    WHERE fresh.label = 0 AND word ~ '^[[:alpha:]]{4,40}$'
    ORDER BY word ON CONFLICT DO NOTHING;
END $$;
"""
INDEXES = """
CREATE INDEX ON capabilities_searchrow_{label} USING gin (also gin_trgm_ops)
    WITH (fastupdate = off) WHERE also <> '';
"""
LABELS = (0, 1, 2, 3)
FORWARD = REWRITE + "".join(INDEXES.format(label=label) for label in LABELS)
# The function as it was; its indexes go with the column.
BACKWARD = import_module("capabilities.migrations.0005_search_triggers").REFRESH.replace(
    "CREATE FUNCTION capabilities_search_refresh",
    "CREATE OR REPLACE FUNCTION capabilities_search_rewrite",
)


class Migration(migrations.Migration):
    dependencies = [
        ("capabilities", "0017_offers_in_uploads"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="resource",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resource",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resource",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="resource",
            name="aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="resourceversion",
            name="aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="also",
            field=models.TextField(
                default="", help_text="Its other names, folded as the name is, each after a bar."
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceversion" ("aliases", "capacity", "capacity_rule", "cost", "credibility", "description", "eligibility", "eligibility_basis", "ends", "id", "import_key", "kinds", "kinds_mask", "language_rule", "languages", "languages_mask", "last_verified", "level_from", "level_to", "modes", "modes_mask", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool", "provider_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "starts", "tlp", "url", "verification") SELECT new_values."aliases", new_values."capacity", new_values."capacity_rule", new_values."cost", new_values."credibility", new_values."description", new_values."eligibility", new_values."eligibility_basis", new_values."ends", new_values."id", new_values."import_key", new_values."kinds", new_values."kinds_mask", new_values."language_rule", new_values."languages", new_values."languages_mask", new_values."last_verified", new_values."level_from", new_values."level_to", new_values."modes", new_values."modes_mask", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool", new_values."provider_id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."starts", new_values."tlp", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ccd74e3f3a4c9512e07c3e4cf2119202654da189",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_158db",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="capabilities_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceversion" ("aliases", "capacity", "capacity_rule", "cost", "credibility", "description", "eligibility", "eligibility_basis", "ends", "id", "import_key", "kinds", "kinds_mask", "language_rule", "languages", "languages_mask", "last_verified", "level_from", "level_to", "modes", "modes_mask", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool", "provider_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "starts", "tlp", "url", "verification") SELECT new_values."aliases", new_values."capacity", new_values."capacity_rule", new_values."cost", new_values."credibility", new_values."description", new_values."eligibility", new_values."eligibility_basis", new_values."ends", new_values."id", new_values."import_key", new_values."kinds", new_values."kinds_mask", new_values."language_rule", new_values."languages", new_values."languages_mask", new_values."last_verified", new_values."level_from", new_values."level_to", new_values."modes", new_values."modes_mask", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool", new_values."provider_id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."starts", new_values."tlp", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="886ac0e2ba5de808b0885ac1cd8275781a576220",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7c56b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="capabilities_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceversion" ("aliases", "capacity", "capacity_rule", "cost", "credibility", "description", "eligibility", "eligibility_basis", "ends", "id", "import_key", "kinds", "kinds_mask", "language_rule", "languages", "languages_mask", "last_verified", "level_from", "level_to", "modes", "modes_mask", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool", "provider_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "starts", "tlp", "url", "verification") SELECT old_values."aliases", old_values."capacity", old_values."capacity_rule", old_values."cost", old_values."credibility", old_values."description", old_values."eligibility", old_values."eligibility_basis", old_values."ends", old_values."id", old_values."import_key", old_values."kinds", old_values."kinds_mask", old_values."language_rule", old_values."languages", old_values."languages_mask", old_values."last_verified", old_values."level_from", old_values."level_to", old_values."modes", old_values."modes_mask", old_values."name", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pool", old_values."provider_id", old_values."public_id", old_values."reliability", old_values."said_by", old_values."shared_with", old_values."source_url", old_values."starts", old_values."tlp", old_values."url", old_values."verification" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6a8c10f64bbd587bce32ee3ea4d83a24d753115c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6b526",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="capabilities_resource",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
