"""The second wall around what runs found.

What triggers note must not depend on who changed a record: they read behind the walls.
"""

from django.db import migrations

from portal.policies import of_audience, wall

NOTING = (
    "needs_added", "needs", "needs_removed", "agencies", "resources", "providers", "area_links",
    "eligibility_links", "memberships",
)  # fmt: skip


def _each(clause):
    return "".join(f"ALTER FUNCTION gaps_note_{name}() {clause};" for name in NOTING)


class Migration(migrations.Migration):
    dependencies = [("gaps", "0011_reviews"), ("portal", "0008_reader_role")]

    operations = [
        *(wall(table, of_audience(table)) for table in ("gaps_finding", "gaps_cell")),
        migrations.RunSQL(
            _each("SECURITY DEFINER SET search_path FROM CURRENT"),
            _each("SECURITY INVOKER RESET search_path"),
        ),
    ]
