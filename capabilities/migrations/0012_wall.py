"""The second wall around needs and the versions of them."""

from django.db import migrations

from portal.policies import marked, wall

TABLES = ("capabilities_need", "capabilities_needversion")


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0011_submissions"), ("portal", "0008_reader_role")]

    operations = [wall(table, marked(table, agency_id="capabilities_agency")) for table in TABLES]
