"""Note which areas a change to the directory touches, for the audiences that may know of it.

Statement-level triggers with transition tables, so that a load of many rows costs one pass. A change
is noted for an audience only if the row was or is within it: a secret row starts no public run.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION gaps_note_needs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO gaps_change (audience, area_id)
        SELECT DISTINCT a, area_id FROM fresh, unnest(ARRAY[0, 1, 3]) a WHERE tlp <= a;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO gaps_change (audience, area_id)
        SELECT DISTINCT a, area_id FROM stale, unnest(ARRAY[0, 1, 3]) a WHERE tlp <= a;
    ELSE
        INSERT INTO gaps_change (audience, area_id)
        SELECT DISTINCT a, area_id FROM (TABLE fresh UNION ALL TABLE stale) n,
        unnest(ARRAY[0, 1, 3]) a WHERE tlp <= a;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_resources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id)
    SELECT DISTINCT a, l.capabilityarea_id
    FROM (TABLE fresh UNION ALL TABLE stale) r
    JOIN capabilities_provider p ON p.id = r.provider_id
    JOIN capabilities_resource_areas l ON l.resource_id = r.id,
    unnest(ARRAY[0, 1, 3]) a WHERE greatest(r.tlp, p.tlp) <= a;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_providers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id)
    SELECT DISTINCT a, l.capabilityarea_id
    FROM fresh f JOIN stale s ON s.id = f.id
    JOIN capabilities_resource r ON r.provider_id = f.id
    JOIN capabilities_resource_areas l ON l.resource_id = r.id,
    unnest(ARRAY[0, 1, 3]) a
    WHERE f.tlp <> s.tlp AND greatest(r.tlp, least(f.tlp, s.tlp)) <= a;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_area_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id)
    SELECT DISTINCT a, l.capabilityarea_id
    FROM links l JOIN capabilities_resource r ON r.id = l.resource_id
    JOIN capabilities_provider p ON p.id = r.provider_id,
    unnest(ARRAY[0, 1, 3]) a WHERE greatest(r.tlp, p.tlp) <= a;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_eligibility_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id)
    SELECT DISTINCT a, l.capabilityarea_id
    FROM links e JOIN capabilities_resource r ON r.id = e.resource_id
    JOIN capabilities_provider p ON p.id = r.provider_id
    JOIN capabilities_resource_areas l ON l.resource_id = r.id,
    unnest(ARRAY[0, 1, 3]) a WHERE greatest(r.tlp, p.tlp) <= a;
    RETURN NULL;
END $$;

CREATE FUNCTION gaps_note_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gaps_change (audience, area_id) SELECT unnest(ARRAY[0, 1, 3]), NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER need_added AFTER INSERT ON capabilities_need
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_needs();
CREATE TRIGGER need_changed AFTER UPDATE ON capabilities_need
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_needs();
CREATE TRIGGER need_removed AFTER DELETE ON capabilities_need
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION gaps_note_needs();
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
FORWARD += "".join(ON_LINKS.format(name=name, function=LINKS[name]) for name in LINKS)

BACKWARD = """
DROP FUNCTION gaps_note_needs() CASCADE;
DROP FUNCTION gaps_note_resources() CASCADE;
DROP FUNCTION gaps_note_providers() CASCADE;
DROP FUNCTION gaps_note_area_links() CASCADE;
DROP FUNCTION gaps_note_eligibility_links() CASCADE;
DROP FUNCTION gaps_note_memberships() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("gaps", "0001_initial"), ("capabilities", "0004_mask_triggers")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
