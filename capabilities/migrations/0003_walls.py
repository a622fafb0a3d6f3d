"""The second wall around needs, uploads, attachments and visits.

A policy that reads another walled table reads what the reader may see of it.
"""

from django.db import migrations

from portal.policies import ORGANISATION, marked, wall

NEEDS = ("capabilities_need", "capabilities_needversion")
# An organisation's uploads are its own, whatever their labels.
UPLOADS = f"organisation_id = {ORGANISATION}"
ROWS = f"upload_id IN (SELECT id FROM capabilities_upload WHERE {UPLOADS})"  # nosec B608  # noqa: S608  names of our own
# Attachments go with their need, or with their agency's writing.
OF_NEED = "need_id IN (SELECT id FROM capabilities_need)"
OF_DRAFT = f"""draft_id IN (
    SELECT d.id FROM capabilities_needdraft d JOIN capabilities_agency a ON a.id = d.agency_id
    WHERE a.owner_id = {ORGANISATION})"""  # nosec B608  # noqa: S608  names of our own
ATTACHMENTS = ("capabilities_attachment", "capabilities_attachmentversion")
# Visits: an organisation's own, and those to the providers that it keeps. Who counts a visit must
# see the row that it is added to.
READERS = f"""organisation_id = {ORGANISATION} OR provider_id IN (
    SELECT p.id FROM capabilities_provider p WHERE p.owner_id = {ORGANISATION})"""  # nosec B608  # noqa: S608


class Migration(migrations.Migration):
    replaces = [
        ("capabilities", "0012_wall"),
        ("capabilities", "0014_wall_uploads"),
        ("capabilities", "0020_wall_attachments"),
        ("capabilities", "0022_wall_exposure"),
    ]
    dependencies = [("capabilities", "0002_masks"), ("portal", "0004_reader_role")]

    operations = [
        *(wall(table, marked(table, agency_id="capabilities_agency")) for table in NEEDS),
        wall("capabilities_upload", UPLOADS),
        wall("capabilities_uploadrow", ROWS),
        *(wall(table, f"({OF_NEED}) OR ({OF_DRAFT})") for table in ATTACHMENTS),
        wall("capabilities_exposure", READERS),
    ]
