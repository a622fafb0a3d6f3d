from django.db import migrations


class Migration(migrations.Migration):
    """The table of the cache: as Django's `createcachetable` makes it, with the other tables."""

    dependencies = [("portal", "0002_outbox")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE TABLE IF NOT EXISTS portal_cache (
                    cache_key varchar(255) NOT NULL PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                );
                CREATE INDEX IF NOT EXISTS portal_cache_expires ON portal_cache (expires);
            """,
            reverse_sql="DROP TABLE portal_cache",
        )
    ]
