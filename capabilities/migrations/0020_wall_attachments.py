"""The second wall around attachments: they go with their need, or with their agency's writing."""

from django.db import migrations

from portal.policies import ORGANISATION, wall

# A policy that reads another walled table reads what the reader may see of it.
OF_NEED = "need_id IN (SELECT id FROM capabilities_need)"
OF_DRAFT = f"""draft_id IN (
    SELECT d.id FROM capabilities_needdraft d JOIN capabilities_agency a ON a.id = d.agency_id
    WHERE a.owner_id = {ORGANISATION})"""  # nosec B608  # noqa: S608  names of our own
TABLES = ("capabilities_attachment", "capabilities_attachmentversion")


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0019_attachments"), ("portal", "0008_reader_role")]

    operations = [wall(table, f"({OF_NEED}) OR ({OF_DRAFT})") for table in TABLES]
