"""Have the database keep the masks of kinds, languages and modes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION capabilities_mask(wanted text, codes text[], size integer) RETURNS bytea
LANGUAGE plpgsql AS $$
DECLARE
    mask bytea := decode(repeat('00', size), 'hex');
    one text;
    bit integer;
BEGIN
    FOREACH one IN ARRAY codes LOOP
        SELECT position INTO bit FROM capabilities_code WHERE vocabulary = wanted AND code = one;
        IF NOT FOUND THEN
            LOCK TABLE capabilities_code IN SHARE ROW EXCLUSIVE MODE;
            INSERT INTO capabilities_code (vocabulary, code, position)
            SELECT wanted, one, coalesce(max(position) + 1, 0)
            FROM capabilities_code WHERE vocabulary = wanted
            ON CONFLICT (vocabulary, code) DO NOTHING;
            SELECT position INTO bit FROM capabilities_code
            WHERE vocabulary = wanted AND code = one;
        END IF;
        IF bit >= 8 * size THEN
            RAISE EXCEPTION 'There is no room for another of the %: %', wanted, one;
        END IF;
        mask := set_bit(mask, bit, 1);
    END LOOP;
    RETURN mask;
END $$;

CREATE FUNCTION capabilities_keep_masks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.kinds_mask := capabilities_mask('kinds', NEW.kinds, 8);
    NEW.languages_mask := capabilities_mask('languages', NEW.languages, 32);
    NEW.modes_mask := capabilities_mask('modes', NEW.modes, 8);
    RETURN NEW;
END $$;

CREATE TRIGGER need_masks BEFORE INSERT OR UPDATE ON capabilities_need
    FOR EACH ROW EXECUTE FUNCTION capabilities_keep_masks();
CREATE TRIGGER resource_masks BEFORE INSERT OR UPDATE ON capabilities_resource
    FOR EACH ROW EXECUTE FUNCTION capabilities_keep_masks();
"""

BACKWARD = """
DROP TRIGGER resource_masks ON capabilities_resource;
DROP TRIGGER need_masks ON capabilities_need;
DROP FUNCTION capabilities_keep_masks();
DROP FUNCTION capabilities_mask(text, text[], integer);
"""


class Migration(migrations.Migration):
    replaces = [
        ("capabilities", "0004_mask_triggers"),
    ]
    dependencies = [("capabilities", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
