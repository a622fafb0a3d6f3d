"""The second wall around visits: an organisation's own, and those to the providers that it keeps."""

from django.db import migrations

from portal.policies import ORGANISATION, wall

# Who counts a visit must see the row that it is added to.
READERS = f"""organisation_id = {ORGANISATION} OR provider_id IN (
    SELECT p.id FROM capabilities_provider p WHERE p.owner_id = {ORGANISATION})"""  # nosec B608  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0021_exposure"), ("portal", "0008_reader_role")]

    operations = [wall("capabilities_exposure", READERS)]
