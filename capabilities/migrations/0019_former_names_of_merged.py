"""Have resources that others went into found by the names of those, as providers are."""

from django.db import migrations

FILL = """
UPDATE capabilities_resource r SET aliases = gone.names
FROM (
    SELECT stays, array_agg(DISTINCT gone_name) AS names FROM capabilities_merge
    WHERE kind = 'resource' AND undone_at IS NULL GROUP BY stays
) gone
WHERE gone.stays = r.public_id AND gone.names <> ARRAY[r.name]::varchar[];
UPDATE capabilities_resource SET aliases = array_remove(aliases, name) WHERE name = ANY(aliases);
"""


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0018_other_names_of_resources")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
