"""The second wall around standings, and around what they are worked out from, which no page shows."""

from django.db import migrations

from portal.policies import CLEARANCE, of_audience, wall


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0013_standings"), ("portal", "0004_reader_role")]

    operations = [
        wall("capabilities_standing", of_audience("capabilities_standing")),
        wall("capabilities_impression", f"{CLEARANCE} >= 3"),
    ]
