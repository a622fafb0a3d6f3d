"""The role as which requests read, what it may do, and how policies ask for the reader.

Roles belong to the whole server: another database of the portal on it may have made this one.
"""

from django.core.management.base import CommandError
from django.db import DatabaseError, migrations, transaction

from portal.walls import ROLE

MAKE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} NOLOGIN NOINHERIT;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- somebody else was faster
END $$
"""  # nosec B608  the name of our own role
JOIN = f"""
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT {ROLE} TO %I', current_user);
    END IF;
EXCEPTION WHEN internal_error OR unique_violation THEN NULL; -- somebody else was faster
END $$
"""
TRY = f"SET LOCAL ROLE {ROLE}; SET LOCAL ROLE NONE"

HELP = """
The portal answers requests as the PostgreSQL role “{role}”, and {user} may not create it or act as
it. Have a superuser of the server run, once:

    CREATE ROLE {role} NOLOGIN NOINHERIT;
    GRANT {role} TO {user};

then migrate again. (Where the role exists, the second line is enough.)
"""


def make_role(apps, schema_editor):
    connection = schema_editor.connection
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in (MAKE, JOIN, TRY):
                cursor.execute(statement)
    except DatabaseError as error:
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_user)")
            user = cursor.fetchone()[0]
        raise CommandError(HELP.format(role=ROLE, user=user)) from error


# Everything but the walls stays as it was: which rows to change is for the actions to say.
GRANT = f"""
DO $$ BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO {ROLE}', current_schema);
    EXECUTE format(
        'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO {ROLE}', current_schema
    );
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO {ROLE}', current_schema);
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES IN SCHEMA %I
         GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE}', current_schema
    );
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO {ROLE}',
        current_schema
    );
END $$
"""
# The role itself may serve other databases, so it is left.
REVOKE = f"""
DO $$ BEGIN
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM {ROLE}', current_schema
    );
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM {ROLE}', current_schema
    );
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM {ROLE}', current_schema);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM {ROLE}', current_schema);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM {ROLE}', current_schema);
END $$
"""

CLAIM = """
CREATE FUNCTION portal_claim(place integer) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT nullif(split_part(current_setting('portal.reader', true), ',', place), '')::bigint
$$
"""


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0008_reader_role"),
    ]
    dependencies = [("portal", "0003_cache")]

    operations = [
        migrations.RunPython(make_role, migrations.RunPython.noop),
        migrations.RunSQL(GRANT, REVOKE),
        migrations.RunSQL(CLAIM, "DROP FUNCTION portal_claim(integer)"),
    ]
