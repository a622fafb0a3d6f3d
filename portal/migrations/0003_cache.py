"""The table of the cache, as Django's `createcachetable` makes it, with the other tables."""

from django.db import migrations

CACHE = """
CREATE TABLE IF NOT EXISTS portal_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0003_cache_table"),
    ]
    dependencies = [("portal", "0002_clients")]

    operations = [
        migrations.RunSQL(CACHE, "DROP TABLE portal_cache"),
    ]
