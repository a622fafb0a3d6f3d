"""The second wall around uploads: an organisation's are its own, whatever their labels."""

from django.db import migrations

from portal.policies import ORGANISATION, wall

UPLOADS = f"organisation_id = {ORGANISATION}"
ROWS = f"upload_id IN (SELECT id FROM capabilities_upload WHERE {UPLOADS})"  # nosec B608  # noqa: S608  names of our own


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0013_uploads"), ("portal", "0008_reader_role")]

    operations = [
        wall("capabilities_upload", UPLOADS),
        wall("capabilities_uploadrow", ROWS),
    ]
