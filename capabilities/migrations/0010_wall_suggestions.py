"""The second wall around suggestions: reviewers', and those on an organisation's own entries."""

from django.db import migrations

from portal.policies import CLEARANCE, ORGANISATION, wall

TABLES = ("capabilities_suggestion", "capabilities_suggestionversion")
OWN = f"""resource_id IN (
    SELECT r.id FROM capabilities_resource r WHERE r.owner_id = {ORGANISATION})
    OR provider_id IN (
    SELECT p.id FROM capabilities_provider p WHERE p.owner_id = {ORGANISATION})"""  # nosec B608  # noqa: S608  names of our own


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0009_suggestions"), ("portal", "0004_reader_role")]

    operations = [wall(table, f"{CLEARANCE} >= 3 OR {OWN}") for table in TABLES]
