"""Note which areas a change to the directory touches, for the audiences that may know of it.

Statement-level triggers with transition tables, so that a load of many rows costs one pass. A change
is noted for an audience only if the row was or is within it: a secret row starts no public run. What
has left an audience is noted as such, so that pages withhold at once what rests on it.

Labels are those that count: of a need with its agency, of a resource with its provider. What the
triggers note must not depend on who changed a record: they read behind the walls.
"""

from django.db import migrations

# For each area a record was or is in: the audiences that may know of it, and those that it has
# left. A resource may name a group of areas, which stands for all below it.
NOTE = """
    WITH RECURSIVE noted AS (
        SELECT a, o.area_id, bool_or(coalesce(n.label, 5) > a) AS gone
        FROM old_rows o LEFT JOIN new_rows n USING (id), unnest(ARRAY[0, 1, 3]) a
        WHERE o.is_live AND o.label <= a GROUP BY a, o.area_id
        UNION ALL
        SELECT DISTINCT a, n.area_id, false
        FROM new_rows n, unnest(ARRAY[0, 1, 3]) a WHERE n.is_live AND n.label <= a
    ), all_below AS (
        SELECT a, area_id, gone FROM noted
        UNION
        SELECT b.a, c.id, true FROM all_below b
        JOIN capabilities_capabilityarea c ON c.parent_id = b.area_id WHERE b.gone
    )
    INSERT INTO gaps_change (audience, area_id, withdraws)
    SELECT a, area_id, bool_or(gone) FROM all_below GROUP BY a, area_id;
    RETURN NULL;
"""


def _function(name, rows):
    return f"""
CREATE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    WITH RECURSIVE {rows}, {NOTE.strip().removeprefix("WITH RECURSIVE ")}
END $$;
"""


LIVE = "n.status IN ('accepted', 'being_met') AS is_live"  # others are in no run


def _needs(table):
    return f"""SELECT n.id, n.area_id, greatest(n.tlp, g.tlp) AS label, {LIVE}
        FROM {table} n LEFT JOIN capabilities_agency g ON g.id = n.agency_id"""  # nosec B608  # noqa: S608  table names of our own


def _resources(table):
    return f"""SELECT r.id, l.capabilityarea_id AS area_id, greatest(r.tlp, p.tlp) AS label,
        true AS is_live FROM {table} r JOIN capabilities_provider p ON p.id = r.provider_id
        JOIN capabilities_resource_areas l ON l.resource_id = r.id"""  # nosec B608  # noqa: S608  table names of our own


FROM_AGENCIES = f"""SELECT n.id, n.area_id, greatest(n.tlp, g.tlp) AS label, {LIVE}
        FROM {{table}} g JOIN capabilities_need n ON n.agency_id = g.id
        WHERE g.id IN (SELECT f.id FROM fresh f JOIN stale s ON s.id = f.id WHERE f.tlp <> s.tlp)"""  # nosec B608  # noqa: S608  names of our own
FROM_PROVIDERS = """SELECT r.id, l.capabilityarea_id AS area_id, greatest(r.tlp, p.tlp) AS label,
        true AS is_live FROM {table} p JOIN capabilities_resource r ON r.provider_id = p.id
        JOIN capabilities_resource_areas l ON l.resource_id = r.id
        WHERE p.id IN (SELECT f.id FROM fresh f JOIN stale s ON s.id = f.id WHERE f.tlp <> s.tlp)"""
NONE = "SELECT 0::bigint AS id, 0::bigint AS area_id, 0 AS label, false AS is_live WHERE false"


def _pair(old, new):
    return f"old_rows AS ({old}), new_rows AS ({new})"


LINKED = """
CREATE FUNCTION gaps_note_area_links() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id)
    SELECT DISTINCT a, l.capabilityarea_id
    FROM links l JOIN capabilities_resource r ON r.id = l.resource_id
    JOIN capabilities_provider p ON p.id = r.provider_id,
    unnest(ARRAY[0, 1, 3]) a WHERE greatest(r.tlp, p.tlp) <= a;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_eligibility_links() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id)
    SELECT DISTINCT a, l.capabilityarea_id
    FROM links e JOIN capabilities_resource r ON r.id = e.resource_id
    JOIN capabilities_provider p ON p.id = r.provider_id
    JOIN capabilities_resource_areas l ON l.resource_id = r.id,
    unnest(ARRAY[0, 1, 3]) a WHERE greatest(r.tlp, p.tlp) <= a;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_memberships() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id) SELECT unnest(ARRAY[0, 1, 3]), NULL;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER need_added AFTER INSERT ON capabilities_need
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_needs_added();
CREATE TRIGGER need_removed AFTER DELETE ON capabilities_need
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_needs_removed();
CREATE TRIGGER agency_changed AFTER UPDATE ON capabilities_agency
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_agencies();
CREATE TRIGGER need_changed AFTER UPDATE ON capabilities_need
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_needs();
CREATE TRIGGER resource_changed AFTER UPDATE ON capabilities_resource
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_resources();
CREATE TRIGGER provider_changed AFTER UPDATE ON capabilities_provider
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_providers();
CREATE TRIGGER membership_changed AFTER INSERT OR UPDATE OR DELETE ON capabilities_membership
    FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_memberships();
"""
LINKS = {
    "areas": "gaps_note_area_links",
    "eligible_countries": "gaps_note_eligibility_links",
    "eligible_groups": "gaps_note_eligibility_links",
    "excluded_countries": "gaps_note_eligibility_links",
}
ON_LINKS = """
CREATE TRIGGER {name}_added AFTER INSERT ON capabilities_resource_{name}
    REFERENCING NEW TABLE AS links FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER {name}_removed AFTER DELETE ON capabilities_resource_{name}
    REFERENCING OLD TABLE AS links FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""

FORWARD = "".join([
    _function("gaps_note_needs_added", _pair(NONE, _needs("fresh"))),
    _function("gaps_note_needs", _pair(_needs("stale"), _needs("fresh"))),
    _function("gaps_note_needs_removed", _pair(_needs("stale"), NONE)),
    _function("gaps_note_resources", _pair(_resources("stale"), _resources("fresh"))),
    _function(
        "gaps_note_providers",
        _pair(FROM_PROVIDERS.format(table="stale"), FROM_PROVIDERS.format(table="fresh")),
    ),
    _function(
        "gaps_note_agencies",
        _pair(FROM_AGENCIES.format(table="stale"), FROM_AGENCIES.format(table="fresh")),
    ),
    LINKED,
    TRIGGERS,
    *(ON_LINKS.format(name=name, function=LINKS[name]) for name in LINKS),
])  # fmt: skip
NOTING = (
    "needs_added", "needs", "needs_removed", "agencies", "resources", "providers", "area_links",
    "eligibility_links", "memberships",
)  # fmt: skip
BACKWARD = "".join(f"DROP FUNCTION gaps_note_{name}() CASCADE;" for name in NOTING)


class Migration(migrations.Migration):
    replaces = [
        ("gaps", "0002_change_triggers"),
        ("gaps", "0007_withdrawals"),
    ]
    dependencies = [("gaps", "0001_tables"), ("capabilities", "0002_masks")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
