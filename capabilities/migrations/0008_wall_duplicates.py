"""The second wall around pairs and merges: reviewers' alone, as are their versions."""

from django.db import migrations

from portal.policies import CLEARANCE, wall

TABLES = ("duplicate", "duplicateversion", "merge", "mergeversion")


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0007_duplicates"), ("portal", "0004_reader_role")]

    operations = [wall(f"capabilities_{table}", f"{CLEARANCE} >= 3") for table in TABLES]
