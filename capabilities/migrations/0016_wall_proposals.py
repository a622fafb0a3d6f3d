"""The second wall around changes to entries, and what goes with them."""

from django.db import migrations

from portal.policies import CLEARANCE, MEMBER_OF, readable, wall


def of_entry(table):
    """Rows of an entry that the reader may see; of a new one there is none yet."""
    conditions = []
    for column in ("provider", "resource"):
        seen = f"SELECT p.id FROM capabilities_{column} p WHERE {readable('p')}"  # nosec B608  # noqa: S608  names of our own
        name = f"{table}.{column}_id"
        conditions.append(f"({name} IS NULL OR {name} IN ({seen}))")
    return " AND ".join(conditions)


# A draft is its organisation's alone; what was submitted, reviewers see as well.
PROPOSALS = """({table}.organisation_id = {member} OR ({clearance} >= 3 AND {table}.status <> 'draft'))
    AND {entry}"""
# Whoever gave a confirmation, and the reviewers.
CONFIRMATIONS = """({table}.by_id IN (SELECT u.id FROM portal_user u WHERE u.organisation_id = {member})
    OR {clearance} >= 3) AND {entry}"""


def written(condition, table):
    return condition.format(
        table=table, member=MEMBER_OF, clearance=CLEARANCE, entry=of_entry(table)
    )


class Migration(migrations.Migration):
    dependencies = [("capabilities", "0015_proposals"), ("portal", "0004_reader_role")]

    operations = [
        *(
            wall(table, written(PROPOSALS, table))
            for table in ("capabilities_proposal", "capabilities_proposalversion")
        ),
        # A policy that reads another walled table reads what the reader may see of it.
        wall("capabilities_proposalmove", "proposal_id IN (SELECT id FROM capabilities_proposal)"),
        wall("capabilities_confirmation", written(CONFIRMATIONS, "capabilities_confirmation")),
        wall("capabilities_reminder", f"organisation_id = {MEMBER_OF}"),
    ]
