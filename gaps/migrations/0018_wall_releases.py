"""The second wall around released figures: their own label says who reads them, not their report's."""

from django.db import migrations

from portal.policies import readable, wall


class Migration(migrations.Migration):
    dependencies = [("gaps", "0017_releases")]

    operations = [wall(table, readable(table)) for table in ("gaps_release", "gaps_releaseversion")]
