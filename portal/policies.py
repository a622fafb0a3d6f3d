"""How migrations put up the second wall: policies for PostgreSQL's row-level security.

Only for tables that nobody searches by text: behind a policy PostgreSQL may not use an index for
a condition that could tell of a row it hides, and `@@`, `LIKE` and the like count among those.
"""

from django.db import migrations

from portal.walls import ROLE

# What `access.claims` says. NULL for what the reader has not, and where no reader is set: no
# condition is met by that. As a subquery each is looked up once for a statement, not once a row.
CLEARANCE, ORGANISATION, MEMBER_OF, PERSON = (
    f"(SELECT portal_claim({place}))" for place in range(1, 5)
)


def readable(row: str) -> str:
    """`access.readable_rows` in SQL, for the row of that name."""
    return f"""({row}.tlp <= {CLEARANCE}
        OR ({row}.owner_id = {ORGANISATION} AND {row}.tlp < 4)
        OR ({row}.tlp = 2 AND {row}.shared_with @> ARRAY[{MEMBER_OF}])
        OR ({row}.tlp = 4 AND {row}.named_persons @> ARRAY[{PERSON}]))"""


def marked(table: str, **parents: str) -> str:
    """Rows with a label of their own, and under what other marked rows they stand: column=table."""
    conditions = [readable(table)]
    for column, parent in parents.items():
        seen = f"SELECT p.id FROM {parent} p WHERE {readable('p')}"  # nosec B608  # noqa: S608  names of our own
        conditions.append(f"({table}.{column} IS NULL OR {table}.{column} IN ({seen}))")
    return " AND ".join(conditions)


def of_audience(table: str) -> str:
    """What runs found, for readers who belong to the audience of the run."""
    return f"{table}.audience <= {CLEARANCE}"


def wall(table: str, condition: str) -> migrations.RunSQL:
    """Let readers see, change and remove only the rows of a table that meet a condition.

    What they write may be beyond what they see: whether they may write it is for the action to say.
    PostgreSQL has an exception of its own: a changed row must still be one that they see.
    """
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY readers ON {table} TO {ROLE} USING ({condition}) WITH CHECK (true);
        """,
        f"""
        DROP POLICY readers ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
